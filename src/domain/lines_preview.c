/* SPDX-License-Identifier: MIT */
/*
 * The list of a round that is not closed: each household that was on the lists at the begin, was reviewed, or is on the lists by a
 * decision within the year, with the class it would have, and why it came or went. Plain SQL over TEMP tables, so that a commune and a
 * level above with sixty thousand households go the same way.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/lines.h"

#include <string.h>

#include "domain/lines_impl.h"

static const char work_tables[] =
	"DROP TABLE IF EXISTS temp.line_force; DROP TABLE IF EXISTS temp.line_escape; DROP TABLE IF EXISTS temp.line_given;"
	"DROP TABLE IF EXISTS temp.line_work;"
	"CREATE TEMP TABLE line_force (unit TEXT, household TEXT, class TEXT, since TEXT, members INTEGER, escaped_on TEXT, line TEXT,"
	" PRIMARY KEY (unit, household)) WITHOUT ROWID;"
	"CREATE TEMP TABLE line_escape (unit TEXT, household TEXT, poor INTEGER, escaped_on TEXT, PRIMARY KEY (unit, household))"
	" WITHOUT ROWID;"
	"CREATE TEMP TABLE line_given (unit TEXT, household TEXT, kind TEXT, PRIMARY KEY (unit, household)) WITHOUT ROWID;"
	"CREATE TEMP TABLE line_work (unit TEXT, household TEXT, review TEXT, reason TEXT, gone INTEGER, class_before TEXT,"
	" members_before INTEGER, class_after TEXT, result TEXT, since TEXT, PRIMARY KEY (unit, household)) WITHOUT ROWID;";

/* The class in force before the round's own decision: of a closed list, of a review decided by itself, given at a split or a
 * move; the newest day wins, on one day in this order. */
static const char force[] =
	"INSERT INTO temp.line_force SELECT unit, household, class, day, members, escaped_on, line FROM (SELECT *, row_number() OVER "
	"(PARTITION BY unit, household ORDER BY day DESC, rank, id DESC) AS nth FROM ("
	"SELECT dl._unit AS unit, dl.household AS household, dl.class_after AS class, dl.decision_date AS day, dl.members AS members, "
	"dl.escaped_on AS escaped_on, dl.id AS line, 1 AS rank, dl.id AS id FROM decision_line dl "
	"JOIN temp.line_round r ON r.unit=dl._unit AND NOT r.frozen WHERE dl.round<>r.round AND dl.decision_date<=r.cut AND " LINE_STANDS
	" UNION ALL SELECT v._unit, v.household, v.result_class, v.decision_date, v.members, "
	"CASE WHEN v.movement IN ('poor_to_near', 'poor_to_above') THEN v.decision_date END, NULL, 2, v.id FROM review v "
	"JOIN temp.line_round r ON r.unit=v._unit AND NOT r.frozen WHERE v.round<>r.round AND v.decision_date<=r.cut "
	"AND v.result_class IS NOT NULL"
	" UNION ALL SELECT c._unit, CASE c.kind WHEN 'split' THEN c.other_household ELSE c.household END, c.class_given, c.date, NULL, "
	"NULL, NULL, 3, c.id FROM change c JOIN temp.line_round r ON r.unit=c._unit AND NOT r.frozen "
	"WHERE c._state='complete' AND c.class_given IS NOT NULL AND c.kind IN ('split', 'household_in') AND c.date<=r.cut"
	") WHERE household IS NOT NULL) WHERE nth=1";

/* Of a round within the year the household begins with the class in force. */
static const char opening_regular[] =
	"INSERT OR IGNORE INTO temp.line_opening SELECT f.unit, f.household, f.class, f.members, f.escaped_on, f.line "
	"FROM temp.line_round r JOIN temp.line_force f ON f.unit=r.unit WHERE r.kind='regular' AND NOT r.frozen AND f.class IS NOT NULL";

/* Was it ever recognised as escaped: from poverty (poor), from either list (a row at all)? */
static const char escapes[] =
	"INSERT INTO temp.line_escape SELECT unit, household, max(poor), max(day) FROM ("
	"SELECT dl._unit AS unit, dl.household AS household, dl.movement IN ('poor_to_near', 'poor_to_above') OR dl.escaped_on IS NOT "
	"NULL AS poor, CASE WHEN dl.class_after='poor' THEN NULL ELSE dl.escaped_on END AS day FROM decision_line dl "
	"JOIN temp.line_round r ON r.unit=dl._unit AND NOT r.frozen WHERE dl.round<>r.round AND dl.decision_date<=r.cut "
	"AND (dl.movement IN ('poor_to_near', 'poor_to_above', 'near_to_above') OR dl.escaped_on IS NOT NULL) AND " LINE_STANDS
	" UNION ALL SELECT v._unit, v.household, v.movement IN ('poor_to_near', 'poor_to_above'), "
	"CASE WHEN v.movement IN ('poor_to_near', 'poor_to_above') THEN v.decision_date END FROM review v "
	"JOIN temp.line_round r ON r.unit=v._unit AND NOT r.frozen WHERE v.round<>r.round AND v.decision_date<=r.cut "
	"AND v.movement IN ('poor_to_near', 'poor_to_above', 'near_to_above')) GROUP BY unit, household";

/* Households that are new because one was split or moved in since the opening list, with a class they were given, or out of one on
 * the lists: on the lists now they are "khác tăng", never newly poor. */
static const char given[] =
	"INSERT OR IGNORE INTO temp.line_given SELECT c._unit, CASE c.kind WHEN 'split' THEN c.other_household ELSE c.household END, "
	"c.kind FROM change c JOIN temp.line_round r ON r.unit=c._unit AND NOT r.frozen "
	"LEFT JOIN temp.line_opening o ON o.unit=c._unit AND o.household=c.household AND c.kind='split' "
	"WHERE c.kind IN ('split', 'household_in') AND c.date<=r.cut AND (r.opened IS NULL OR c.date>=substr(r.opened, 1, length(c.date))) "
	"AND CASE c.kind WHEN 'split' THEN c.other_household ELSE c.household END IS NOT NULL "
	"AND (c.class_given IN ('poor', 'near_poor') OR (c.class_given IS NULL AND c.kind='split' AND o.class IN ('poor', 'near_poor'))) "
	"ORDER BY c.date DESC, c.id DESC";

/* Who is looked at. Two reviews of one household in a round are a mistake told elsewhere; the newer counts here. */
static const char candidates[] =
	"INSERT OR IGNORE INTO temp.line_work (unit, household, review, result) SELECT v._unit, v.household, v.id, v.result_class "
	"FROM temp.line_round r JOIN review v ON v.round=r.round AND v._unit=r.unit WHERE NOT r.frozen AND v.household IS NOT NULL "
	"ORDER BY v.id DESC;"
	"INSERT OR IGNORE INTO temp.line_work (unit, household) SELECT o.unit, o.household FROM temp.line_opening o "
	"JOIN temp.line_round r ON r.unit=o.unit WHERE NOT r.frozen AND r.kind<>'regular' AND o.class IN ('poor', 'near_poor');"
	"INSERT OR IGNORE INTO temp.line_work (unit, household) SELECT f.unit, f.household FROM temp.line_force f "
	"JOIN temp.line_round r ON r.unit=f.unit WHERE r.kind<>'regular' AND f.class IN ('poor', 'near_poor')";
static const char before[] =
	"UPDATE temp.line_work SET class_before=o.class, members_before=o.members FROM temp.line_opening o "
	"WHERE o.unit=line_work.unit AND o.household=line_work.household;"
	/* Where nothing was ever decided, only the sheet can say. */
	"UPDATE temp.line_work SET class_before=v.prev_classification FROM review v, temp.line_round r "
	"WHERE v._unit=line_work.unit AND v.id=line_work.review AND r.unit=line_work.unit AND r.previous IS NULL "
	"AND line_work.class_before IS NULL";

/* Gone as a whole, or with its last member. */
static const char gone[] =
	"UPDATE temp.line_work SET gone=1, reason=(SELECT c.kind FROM change c WHERE +c._unit=line_work.unit AND c.household="
	"line_work.household AND c.kind IN ('household_out', 'household_end', 'join') ORDER BY c.date DESC, c.id DESC LIMIT 1) "
	"FROM temp.line_round r, household h WHERE r.unit=line_work.unit AND h._unit=line_work.unit AND h.id=line_work.household "
	"AND h.left_on<=r.cut;"
	"UPDATE temp.line_work SET gone=1, reason=CASE (SELECT c.kind FROM change c WHERE +c._unit=line_work.unit AND c.household="
	"line_work.household AND c.kind IN ('death', 'move_out', 'split') ORDER BY c.date DESC, c.id DESC LIMIT 1) "
	"WHEN 'move_out' THEN 'household_out' WHEN 'split' THEN 'join' ELSE 'household_end' END FROM temp.line_round r "
	"WHERE gone IS NULL AND r.unit=line_work.unit AND EXISTS (SELECT 1 FROM member m WHERE +m._unit=line_work.unit "
	"AND m.household=line_work.household) AND NOT EXISTS (SELECT 1 FROM member m WHERE +m._unit=line_work.unit "
	"AND m.household=line_work.household AND (m.left_on IS NULL OR m.left_on>r.cut))";

/* What the review found; of who left the lists by a decision within the year and is not looked at again, that decision. */
static const char after[] =
	"UPDATE temp.line_work SET class_after=result WHERE gone IS NULL;"
	"UPDATE temp.line_work SET class_after=f.class, since=f.since FROM temp.line_force f, temp.line_round r "
	"WHERE f.unit=line_work.unit AND f.household=line_work.household AND r.unit=line_work.unit AND line_work.gone IS NULL "
	"AND line_work.review IS NULL AND r.kind<>'regular' AND f.class IN ('not_poor', 'average') "
	"AND (r.opened IS NULL OR f.since>r.opened)";

static const char lines[] =
	"INSERT INTO temp.line (unit, id, frozen, " LINE_FIELDS ") "
	"SELECT w.unit, w.household, 0, row_number() OVER (PARTITION BY w.unit ORDER BY g._sort1, h._sort1, h.id), r.round, r.decision, "
	"w.household, w.review, coalesce(r.decision_no, v.decision_no), coalesce(r.decision_date, v.decision_date), NULL, "
	"h.household_code, h.head_name, h.head_gender, h.head_birth_date, h.head_id_number, h.head_id_issue_date, h.head_ethnicity, "
	"h.village, g.name, h.address, h.permanent_residence, coalesce(v.area_type, h.area_type), coalesce(v.standard, r.standard), r.kind, "
	"CASE WHEN w.class_before IN ('poor', 'near_poor') THEN coalesce(w.members_before, v.members, h.members_count) END, "
	"CASE WHEN w.gone IS NULL THEN coalesce(v.members, h.members_count) END, NULL, v.b1_points, v.b2_points, w.class_before, "
	"w.class_after, "
	"CASE WHEN w.gone THEN CASE w.class_before WHEN 'poor' THEN 'poor_less' WHEN 'near_poor' THEN 'near_less' END "
	"WHEN w.class_after IS NULL THEN NULL "
	"WHEN w.class_before='poor' THEN CASE w.class_after WHEN 'poor' THEN 'poor_stays' WHEN 'near_poor' THEN 'poor_to_near' "
	"ELSE 'poor_to_above' END "
	"WHEN w.class_before='near_poor' THEN CASE w.class_after WHEN 'poor' THEN 'near_to_poor' WHEN 'near_poor' THEN 'near_stays' "
	"ELSE 'near_to_above' END "
	"WHEN w.class_after='poor' THEN CASE WHEN n.kind IS NOT NULL THEN 'poor_more' WHEN x.poor OR v.was_poor='yes' "
	"THEN 'again_poor' ELSE 'new_poor' END "
	"WHEN w.class_after='near_poor' THEN CASE WHEN n.kind IS NOT NULL THEN 'near_more' WHEN x.unit IS NOT NULL OR 'yes' IN (v.was_poor, v.was_near) "
	"THEN 'again_near' ELSE 'new_near' END ELSE 'stays_above' END, "
	"CASE WHEN w.gone THEN w.reason WHEN w.class_after IN ('poor', 'near_poor') AND (w.class_before IS NULL OR w.class_before NOT IN "
	"('poor', 'near_poor')) THEN n.kind END, "
	"CASE WHEN w.gone OR w.class_after='poor' THEN NULL WHEN w.class_before='poor' AND w.class_after IS NOT NULL THEN "
	"coalesce(w.since, r.decision_date, v.decision_date) ELSE x.escaped_on END, "
	"h.is_ethnic_minority, h.is_local_ethnic, h.no_labour_capacity, h.has_merit_person, h.female_headed, NULL, NULL, NULL "
	"FROM temp.line_work w JOIN temp.line_round r ON r.unit=w.unit JOIN household h ON h._unit=w.unit AND h.id=w.household "
	"LEFT JOIN village g ON g._unit=h._unit AND g.id=h.village LEFT JOIN review v ON v._unit=w.unit AND v.id=w.review "
	"LEFT JOIN temp.line_escape x ON x.unit=w.unit AND x.household=w.household "
	"LEFT JOIN temp.line_given n ON n.unit=w.unit AND n.household=w.household "
	"WHERE w.gone IS NULL OR w.class_before IN ('poor', 'near_poor')";

static const char answers[] =
	"INSERT OR IGNORE INTO temp.line_answer SELECT l.unit, l.id, a.code, a.standard, a.value FROM temp.line l CROSS JOIN answer a "
	"ON a.form='review' AND a.unit=l.unit AND a.id=l.review AND a.field='deprivation' WHERE NOT l.frozen AND l.class_after IS NOT NULL "
	"AND (a.standard IS NULL OR a.standard=l.standard OR l.standard='local');"
	"INSERT OR IGNORE INTO temp.line_cause SELECT l.unit, l.id, a.code FROM temp.line l CROSS JOIN answer a "
	"ON a.form='household' AND a.unit=l.unit AND a.id=l.household AND a.field='poverty_causes' "
	"WHERE NOT l.frozen AND l.class_after IN ('poor', 'near_poor');"
	"INSERT OR IGNORE INTO temp.line_need SELECT l.unit, l.id, a.code FROM temp.line l CROSS JOIN answer a "
	"ON a.form='household' AND a.unit=l.unit AND a.id=l.household AND a.field='support_needs' "
	"WHERE NOT l.frozen AND l.class_after IN ('poor', 'near_poor')";

static const char people[] =
	"INSERT INTO temp.line_person SELECT l.unit, l.id, row_number() OVER (PARTITION BY l.unit, l.id ORDER BY "
	"m.relation_to_head<>'head', coalesce(m.order_in_household, 99), m.id), m.household, m.id, m.full_name, m.gender, m.birth_date, "
	"m.ethnicity, m.relation_to_head, m.id_number FROM temp.line l CROSS JOIN temp.line_round r ON r.unit=l.unit "
	"CROSS JOIN member m ON m.household=l.household AND +m._unit=l.unit "
	"WHERE NOT l.frozen AND l.class_after IS NOT NULL AND (m.left_on IS NULL OR m.left_on>r.cut)";
/* Under sixteen, and three or over, on the day of the review; who is known by the year only turns so with it. */
static const char ages[] =
	"DROP TABLE IF EXISTS temp.line_ages; CREATE TEMP TABLE line_ages AS SELECT unit, id, household, "
	"(substr(day, 1, 4) - 16) || substr(day, 5) AS young, (substr(day, 1, 4) - 3) || substr(day, 5) AS pupil FROM (SELECT l.unit AS unit, "
	"l.id AS id, l.household AS household, coalesce(v.review_date, r.cut) AS day FROM temp.line l JOIN temp.line_round r ON r.unit=l.unit "
	"LEFT JOIN review v ON v._unit=l.unit AND v.id=l.review WHERE NOT l.frozen)";
/* A child lacks health without insurance or malnourished; school where it is not at the level for its age. */
static const char children[] =
	"UPDATE temp.line SET children=k.n, children_health=k.health, children_school=k.school FROM (SELECT y.unit AS unit, y.id AS id, "
	"count(*) AS n, sum(coalesce(m.health_insurance, '')='no' OR coalesce(m.nutrition_status, '') IN ('stunted', 'underweight', "
	"'both')) AS health, sum(m.birth_date<=y.pupil AND coalesce(m.school_status, '') IN ('wrong_level', 'dropped_out', 'never')) AS school "
	"FROM temp.line_ages y CROSS JOIN temp.line_person p ON p.unit=y.unit AND p.line=y.id CROSS JOIN member m ON m._unit=p.unit AND m.id=p.member "
	"WHERE m.birth_date>y.young GROUP BY y.unit, y.id) k WHERE k.unit=line.unit AND k.id=line.id;"
	"UPDATE temp.line SET children=0, children_health=0, children_school=0 WHERE NOT frozen AND children IS NULL "
	"AND EXISTS (SELECT 1 FROM temp.line_person p WHERE p.unit=line.unit AND p.line=line.id)";

/* Whoever's group is not written is counted with the head's; a household without its members by its own. */
static const char minority[] =
	"UPDATE temp.line SET minority_people=k.n FROM (SELECT l.unit AS unit, l.id AS id, sum(coalesce(p.ethnicity, l.ethnicity) IN "
	"(SELECT code FROM temp.line_minority)) AS n FROM temp.line l JOIN temp.line_person p ON p.unit=l.unit AND p.line=l.id "
	"WHERE NOT l.frozen GROUP BY l.unit, l.id) k WHERE k.unit=line.unit AND k.id=line.id;"
	"UPDATE temp.line SET minority_people=CASE is_ethnic_minority WHEN 'yes' THEN members WHEN 'no' THEN 0 END "
	"WHERE NOT frozen AND minority_people IS NULL AND class_after IS NOT NULL";

/* The groups that are minorities, as the code list says. */
static int load_minorities(struct forms *f, struct db *db, struct error *e)
{
	const struct codes *list = code_lists_get(forms_codes(f), "ethnicity", NULL);
	size_t column = 0;
	int ret = db_exec(db, "DROP TABLE IF EXISTS temp.line_minority; CREATE TEMP TABLE line_minority (code TEXT PRIMARY KEY) WITHOUT ROWID",
			  e);

	while (list && list->extra_names[column] && strcmp(list->extra_names[column], "minority"))
		column++;
	for (size_t i = 0; !ret && list && list->extra_names[column] && i < list->n; i++)
		if (!strcmp(list->v[i].extra[column], "yes"))
			ret = db_run(db, e, "INSERT INTO temp.line_minority VALUES (?)", "t", list->v[i].code);
	return ret;
}

int lines_preview(struct forms *f, struct db *db, unsigned without, struct error *e)
{
	static const struct lines_step steps[] = {
		{ work_tables, 0 },	     { force, 0 },	      { opening_regular, 0 },	  { escapes, 0 },
		{ given, 0 },		     { candidates, 0 },	      { before, 0 },		  { gone, 0 },
		{ after, 0 },		     { lines, 0 },	      { answers, LINES_ANSWERS }, { people, LINES_PEOPLE },
		{ ages, LINES_PEOPLE },	     { children, LINES_PEOPLE }, { minority, LINES_PEOPLE },
	};
	int ret = load_minorities(f, db, e);

	return ret ? ret : lines_steps(db, steps, sizeof(steps) / sizeof(*steps), without, e);
}

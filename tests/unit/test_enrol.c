/* SPDX-License-Identifier: MIT */
/*
 * Keys, peers and enrolment between real books: who may claim a unit, once, and what happens
 * to keys that are lost, replaced or not this book's.
 */
#include "sync_test.h"

#include <sodium.h>
#include <sys/stat.h>

#include "base/ids.h"
#include "sync/enrol.h"

#define UPPER_ID "00112233445566778899aabbccddeeff"

struct pair { /* a superior's book and its keys */
	struct book *up;
	struct keys k;
};

static int setup(void **state)
{
	struct pair *p = xcalloc(1, sizeof(*p));
	struct error e = ERROR_INIT;

	if (help_setup(state))
		return -1;
	make_book(at("up.db"), UPPER_ID, "H-01", "Huyện Yên Thế", "district", false);
	p->up = open_book(at("up.db"));
	assert_ok(keys_make(&p->k, p->up, &e), &e);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct pair *p = *state;

	book_close(p->up);
	keys_fini(&p->k);
	free(p);
	return help_teardown(state);
}

static void enrol(struct pair *p, const char *code, const char *replace, const char *path,
		  struct enrolment *en)
{
	struct error e = ERROR_INIT;

	assert_ok(enrol_make(p->up, &p->k, code, "Xã Đồng Vương", NULL, replace, path, &e), &e);
	assert_ok(enrol_read(en, path, &e), &e);
}

/* A commune's book made from an enrolment, with keys. */
static struct book *commune(const char *path, const struct enrolment *en, struct keys *k)
{
	struct error e = ERROR_INIT;
	struct book *b;

	make_book(path, en->unit_id, en->unit_code, en->unit_name, en->level, en->training);
	b = open_book(path);
	assert_ok(keys_make(k, b, &e), &e);
	assert_ok(enrol_accept(b, en, &e), &e);
	return b;
}

static char *proof_of(struct book *b, const struct keys *k)
{
	struct error e = ERROR_INIT;
	char *proof;

	assert_ok(enrol_proof(b, k, &proof, &e), &e);
	return proof;
}

static void keys_are_kept_and_known(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	char fp[FINGERPRINT_LEN + 1], path[256];
	struct keys again, fresh;
	struct stat st;
	uint8_t *text;
	size_t n;

	assert_ok(keys_load(&again, p->up, &e), &e);
	assert_memory_equal(&again, &p->k, sizeof(again));
	keys_fingerprint(again.sign_pk, again.seal_pk, fp);
	assert_int_equal(strlen(fp), FINGERPRINT_LEN);
	assert_int_equal(strspn(fp, "0123456789 "), FINGERPRINT_LEN);
	assert_true(keys_same_fingerprint(fp, fp));
	strcpy(path, at("up.db.keys"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(keys_exposed(p->up));
	chmod(path, 0644);
	assert_true(keys_exposed(p->up));
	assert_ok(keys_load(&again, p->up, &e), &e); /* warned of, not refused */
	chmod(path, 0600);

	/* Every byte of the file counts; a wiped struct is what a failure leaves. */
	text = get_bytes(path, &n);
	for (size_t i = 0; i < n; i++) {
		text[i] ^= 1;
		put_bytes(path, text, n);
		assert_int_equal(keys_load(&again, p->up, &e), ERR_DATA);
		assert_true(sodium_is_zero((uint8_t *)&again, sizeof(again)));
		assert_told(&e, ERR_DATA, "GN-K02");
		text[i] ^= 1;
	}
	put_bytes(path, text, n - 1);
	assert_int_equal(keys_load(&again, p->up, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-K02");
	unlink(path);
	assert_int_equal(keys_load(&again, p->up, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-K01");

	/* Another pair is noted in the book; the first is then not this book's. */
	assert_ok(keys_make(&fresh, p->up, &e), &e);
	assert_ok(keys_make(&fresh, p->up, &e), &e);
	assert_true(file_exists(at("up.db.keys.before-1")));
	assert_ok(keys_load(&again, p->up, &e), &e);
	assert_memory_equal(&again, &fresh, sizeof(again));
	put_bytes(path, text, n);
	assert_int_equal(keys_load(&again, p->up, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-K03");
	free(text);
}

static void fingerprints_compare_by_digits(void **state)
{
	(void)state;
	assert_true(keys_same_fingerprint("12345 67890 12345 67890 12345 67890",
					  "123456789012345678901234567890"));
	assert_true(keys_same_fingerprint("12345-67890-12345-67890-12345-67890",
					  " 12345 67890 12345 67890 12345 67890 "));
	assert_false(keys_same_fingerprint("12345 67890 12345 67890 12345 67890",
					   "12345 67890 12345 67890 12345 67891"));
	assert_false(keys_same_fingerprint("1234", "1234"));
	assert_false(keys_same_fingerprint(NULL, NULL));
	assert_false(keys_same_fingerprint("12345 67890 12345 67890 12345 6789x",
					   "12345 67890 12345 67890 12345 6789x"));
}

static void an_enrolment_says_who(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct peer u;

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	assert_false(en.training);
	assert_int_equal(strlen(en.unit_id), HEX128_LEN);
	assert_string_equal(en.unit_code, "X-12");
	assert_string_equal(en.unit_name, "Xã Đồng Vương");
	assert_string_equal(en.level, "commune");
	assert_string_equal(en.upper_unit_id, UPPER_ID);
	assert_string_equal(en.upper_code, "H-01");
	assert_string_equal(en.upper_name, "Huyện Yên Thế");
	assert_string_equal(en.upper_level, "district");
	assert_memory_equal(en.sign_pk, p->k.sign_pk, SIGN_PK);
	assert_memory_equal(en.seal_pk, p->k.seal_pk, SEAL_PK);
	assert_int_equal(strlen(en.secret), 64);
	assert_ok(peer_by_code(p->up, "X-12", &u, &e), &e);
	assert_string_equal(u.unit_id, en.unit_id);
	assert_false(u.has_keys);
	assert_false(u.compared);
	assert_true(u.in_force);
	peer_fini(&u);
	enrolment_fini(&en);
	/* Never over another file; then the unit is not enrolled either. */
	assert_int_equal(enrol_make(p->up, &p->k, "X-13", "Xã Khác", NULL, NULL, at("x.gne"), &e),
			 ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-F06");
	assert_int_equal(peer_by_code(p->up, "X-13", &u, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-P02");
}

static void words_are_checked(void **state)
{
	static const struct {
		const char *code, *name, *level, *id;
	} bad[] = {
		{ "", "Xã", NULL, "GN-E01" },
		{ NULL, "Xã", NULL, "GN-E01" },
		{ "x12", "Xã", NULL, "GN-E01" },
		{ "X_12", "Xã", NULL, "GN-E01" },
		{ "X12345678901234567", "Xã", NULL, "GN-E01" },
		{ "X12", "", NULL, "GN-E02" },
		{ "X12", " \t", NULL, "GN-E02" },
		{ "X12", "Xã", "district", "GN-E03" },
		{ "X12", "Xã", "province", "GN-E03" },
		{ "X12", "Xã", "town", "GN-E03" },
		{ "H-01", "Xã", NULL, "GN-E04" },
	};
	struct pair *p = *state;
	struct error e = ERROR_INIT;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(enrol_make(p->up, &p->k, bad[i].code, bad[i].name, bad[i].level,
					    NULL, at("x.gne"), &e),
				 ERR_USAGE);
		assert_told(&e, ERR_USAGE, bad[i].id);
	}
	assert_false(file_exists(at("x.gne")));
	assert_int_equal(count(p->up, "SELECT count(*) FROM peer"), 0);
	assert_true(enrol_code_ok("A"));
	assert_true(enrol_code_ok("X123456789-12345"));
}

static void the_first_claim_spends_the_secret(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	char fp[FINGERPRINT_LEN + 1], fp2[FINGERPRINT_LEN + 1];
	struct keys k, other;
	struct enrolment en;
	struct book *low, *second;
	struct peer u;
	char *proof, *proof2;

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	low = commune(at("low.db"), &en, &k);
	proof = proof_of(low, &k);
	assert_non_null(proof);

	/* No proof, half a proof, a proof by other keys, of another unit: nothing is spent. */
	keys_start();
	crypto_sign_keypair(other.sign_pk, other.sign_sk);
	crypto_box_keypair(other.seal_pk, other.seal_sk);
	assert_int_equal(enrol_claim(p->up, en.unit_id, NULL, k.sign_pk, k.seal_pk, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E13");
	assert_int_equal(enrol_claim(p->up, en.unit_id, "00", k.sign_pk, k.seal_pk, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E13");
	assert_int_equal(enrol_claim(p->up, en.unit_id, proof, other.sign_pk, k.seal_pk, &e),
			 ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E13");
	assert_int_equal(enrol_claim(p->up, en.unit_id, proof, k.sign_pk, other.seal_pk, &e),
			 ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E13");
	assert_int_equal(enrol_claim(p->up, UPPER_ID, proof, k.sign_pk, k.seal_pk, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E10");
	assert_int_equal(peer_by_key(p->up, k.sign_pk, &u, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-P03");
	assert_int_equal(count(p->up, "SELECT count(*) FROM enrolment"), 1);

	assert_ok(enrol_claim(p->up, en.unit_id, proof, k.sign_pk, k.seal_pk, &e), &e);
	assert_int_equal(count(p->up, "SELECT count(*) FROM enrolment"), 0);
	assert_ok(peer_by_key(p->up, k.sign_pk, &u, &e), &e);
	assert_true(u.in_force && u.has_keys && !u.compared);
	assert_string_equal(u.unit_id, en.unit_id);
	assert_non_null(u.since);
	peer_fini(&u);
	assert_ok(enrol_claim(p->up, en.unit_id, proof, k.sign_pk, k.seal_pk, &e),
		  &e); /* the same: nothing */

	/* A copy of the same file in another book: refused, with both fingerprints. */
	second = commune(at("second.db"), &en, &other);
	proof2 = proof_of(second, &other);
	assert_int_equal(enrol_claim(p->up, en.unit_id, proof2, other.sign_pk, other.seal_pk, &e),
			 ERR_DATA);
	assert_non_null(strstr(e.what, keys_fingerprint(k.sign_pk, k.seal_pk, fp)));
	assert_non_null(strstr(e.what, keys_fingerprint(other.sign_pk, other.seal_pk, fp2)));
	assert_told(&e, ERR_DATA, "GN-E11");

	assert_ok(enrol_acknowledged(low, &e), &e);
	assert_ok(enrol_acknowledged(low, &e), &e);
	free(proof);
	proof = proof_of(low, &k);
	assert_null(proof);
	free(proof2);
	book_close(low);
	book_close(second);
	enrolment_fini(&en);
}

static void a_claim_falls_with_its_transaction(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct book *low;
	struct keys k;
	char *proof;

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	low = commune(at("low.db"), &en, &k);
	proof = proof_of(low, &k);
	assert_ok(db_begin(book_db(p->up), &e), &e);
	assert_ok(enrol_claim(p->up, en.unit_id, proof, k.sign_pk, k.seal_pk, &e), &e);
	db_rollback(book_db(p->up)); /* the bundle turned out to be bad */
	assert_int_equal(count(p->up, "SELECT count(*) FROM enrolment"), 1);
	assert_int_equal(count(p->up, "SELECT count(*) FROM peer WHERE sign_pk IS NOT NULL"), 0);
	assert_ok(enrol_claim(p->up, en.unit_id, proof, k.sign_pk, k.seal_pk, &e), &e);
	free(proof);
	book_close(low);
	enrolment_fini(&en);
}

static void a_lost_computer_is_enrolled_anew(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	char fp[FINGERPRINT_LEN + 1], first_id[HEX128_LEN + 1];
	struct enrolment en, again;
	struct keys k, k2;
	struct book *low, *low2;
	struct peers all;
	struct peer u;
	char *proof;

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	strcpy(first_id, en.unit_id);
	/* Nothing sent yet: the file itself was lost. */
	assert_int_equal(
		enrol_make(p->up, &p->k, "X-12", "Xã Đồng Vương", NULL, NULL, at("y.gne"), &e),
		ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-E05");
	assert_false(file_exists(at("y.gne")));
	enrol(p, "X-12", ENROL_NONE, at("y.gne"), &again);
	assert_string_equal(again.unit_id, first_id);
	low = commune(at("low.db"), &en, &k); /* from the file that no longer counts */
	proof = proof_of(low, &k);
	assert_int_equal(enrol_claim(p->up, first_id, proof, k.sign_pk, k.seal_pk, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E13");
	free(proof);
	book_close(low);
	enrolment_fini(&en);
	low = commune(at("low1.db"), &again, &k);
	proof = proof_of(low, &k);
	assert_ok(enrol_claim(p->up, first_id, proof, k.sign_pk, k.seal_pk, &e), &e);
	free(proof);
	enrolment_fini(&again);

	/* Now its fingerprint must be named. */
	keys_fingerprint(k.sign_pk, k.seal_pk, fp);
	assert_int_equal(enrol_make(p->up, &p->k, "X-12", "Xã", NULL, NULL, at("z.gne"), &e),
			 ERR_NEGATIVE);
	assert_non_null(strstr(e.what, fp));
	assert_told(&e, ERR_NEGATIVE, "GN-E05");
	assert_int_equal(enrol_make(p->up, &p->k, "X-12", "Xã", NULL, ENROL_NONE, at("z.gne"), &e),
			 ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-E06");
	assert_int_equal(enrol_make(p->up, &p->k, "X-99", "Xã", NULL, fp, at("z.gne"), &e),
			 ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-P02");
	enrol(p, "X-12", fp, at("z.gne"), &again);
	assert_string_equal(again.unit_id, first_id);

	/* The old key is known, but out of force; claiming with it again proves nothing. */
	assert_ok(peer_by_key(p->up, k.sign_pk, &u, &e), &e);
	assert_false(u.in_force);
	peer_fini(&u);
	low2 = commune(at("low2.db"), &again, &k2);
	proof = proof_of(low2, &k);
	assert_int_equal(enrol_claim(p->up, first_id, proof, k.sign_pk, k.seal_pk, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E12");
	free(proof);
	proof = proof_of(low2, &k2);
	assert_ok(enrol_claim(p->up, first_id, proof, k2.sign_pk, k2.seal_pk, &e), &e);
	free(proof);
	assert_ok(peer_by_unit(p->up, first_id, &u, &e), &e);
	assert_memory_equal(u.sign_pk, k2.sign_pk, SIGN_PK);
	peer_fini(&u);
	assert_ok(peer_list(p->up, false, &all, &e), &e);
	assert_int_equal(all.n, 3);
	assert_false(all.v[0].in_force || all.v[1].in_force);
	assert_true(all.v[2].in_force);
	peers_fini(&all);
	assert_int_equal(count(p->up, "SELECT count(*) FROM event WHERE kind = 'key_replaced'"), 2);
	book_close(low);
	book_close(low2);
	enrolment_fini(&again);
}

static void fingerprints_are_compared(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	char fp[FINGERPRINT_LEN + 1];
	struct enrolment en;
	struct book *low;
	struct peer u;
	struct keys k;
	char *proof;

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	low = commune(at("low.db"), &en, &k);
	keys_fingerprint(k.sign_pk, k.seal_pk, fp);
	assert_int_equal(peer_compared(p->up, "X-12", fp, &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-P04");
	proof = proof_of(low, &k);
	assert_ok(enrol_claim(p->up, en.unit_id, proof, k.sign_pk, k.seal_pk, &e), &e);
	free(proof);
	assert_int_equal(peer_compared(p->up, "X-12", "12345 67890 12345 67890 12345 67890", &e),
			 ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-P05");
	assert_int_equal(peer_compared(p->up, "X-99", fp, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-P02");
	assert_ok(peer_compared(p->up, "X-12", fp, &e), &e);
	assert_ok(peer_by_code(p->up, "X-12", &u, &e), &e);
	assert_true(u.compared);
	peer_fini(&u);
	/* And the superior, below. */
	assert_ok(peer_upper(low, &u, &e), &e);
	assert_false(u.compared);
	peer_fini(&u);
	assert_ok(peer_compared(low, "H-01", keys_fingerprint(p->k.sign_pk, p->k.seal_pk, fp), &e),
		  &e);
	assert_ok(peer_upper(low, &u, &e), &e);
	assert_true(u.compared);
	peer_fini(&u);
	book_close(low);
	enrolment_fini(&en);
}

static void only_a_fitting_book_accepts(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct book *low;
	struct keys k;

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	make_book(at("train.db"), en.unit_id, "X-12", "Xã", "commune", true);
	low = open_book(at("train.db"));
	assert_int_equal(enrol_accept(low, &en, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E30");
	assert_int_equal(enrol_join(low, &en, NULL, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E30");
	book_close(low);
	make_book(at("other.db"), NULL, "X-12", "Xã", "commune", false);
	low = open_book(at("other.db"));
	assert_int_equal(enrol_accept(low, &en, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E34");
	book_close(low);
	make_book(at("village.db"), en.unit_id, "X-12", "Xã", "village", false);
	low = open_book(at("village.db"));
	assert_int_equal(enrol_accept(low, &en, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E32");
	book_close(low);
	assert_int_equal(enrol_join(p->up, &en, NULL, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-E31");
	low = commune(at("low.db"), &en, &k);
	assert_int_equal(enrol_accept(low, &en, &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-E33");
	book_close(low);
	enrolment_fini(&en);
}

static void training_is_inherited(void **state)
{
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct book *up;
	struct keys k;

	(void)state;
	make_book(at("train.db"), NULL, "T-01", "Tập huấn", "district", true);
	up = open_book(at("train.db"));
	assert_ok(keys_make(&k, up, &e), &e);
	assert_ok(enrol_make(up, &k, "X-1", "Xã", NULL, NULL, at("t.gne"), &e), &e);
	assert_ok(enrol_read(&en, at("t.gne"), &e), &e);
	assert_true(en.training);
	enrolment_fini(&en);
	book_close(up);
}

/* A book that worked alone gets a superior, then another one. */
static void a_book_joins_and_moves(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	char fp[FINGERPRINT_LEN + 1], own[HEX128_LEN + 1];
	struct keys k, k3, now, prov_k;
	struct enrolment en, en2;
	struct book *low, *prov;
	struct peer u;

	make_book(at("low.db"), NULL, "LOW", "Xã tự lập", "commune", false);
	low = open_book(at("low.db"));
	assert_ok(keys_make(&k, low, &e), &e);
	strcpy(own, book_unit_id(low));
	assert_ok(db_run(book_db(low), &e,
			 "INSERT INTO history (form, unit, id, rev, kind, at) VALUES ('x', ?, 'i', "
			 "1, 'insert', '')",
			 "t", own),
		  &e);
	assert_ok(db_run(book_db(low), &e,
			 "INSERT INTO history (form, unit, id, rev, kind, at) VALUES ('x', 'else', "
			 "'i', 1, 'insert', '')",
			 ""),
		  &e);
	assert_ok(db_exec(book_db(low),
			  "CREATE TABLE household (id TEXT, _unit TEXT, PRIMARY KEY (_unit, id)) "
			  "STRICT",
			  &e),
		  &e);
	assert_ok(db_run(book_db(low), &e, "INSERT INTO household VALUES ('i', ?)", "t", own), &e);
	assert_int_equal(peer_upper(low, &u, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-P01");

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	assert_ok(enrol_join(low, &en, NULL, &e), &e);
	book_close(low);
	low = open_book(at("low.db"));
	assert_string_equal(book_unit_id(low), en.unit_id);
	assert_string_equal(book_unit_code(low), "X-12");
	assert_string_equal(book_unit_name(low), "Xã Đồng Vương");
	assert_int_equal(count(low,
			       "SELECT count(*) FROM history h JOIN meta m ON m.name = 'unit_id' "
			       "WHERE h.unit = m.value"),
			 1);
	assert_int_equal(count(low, "SELECT count(*) FROM history WHERE unit = 'else'"), 1);
	assert_int_equal(count(low,
			       "SELECT count(*) FROM household h JOIN meta m ON m.name = 'unit_id' "
			       "WHERE h._unit = m.value"),
			 1);
	assert_ok(keys_load(&now, low, &e), &e);
	assert_memory_equal(&now, &k, sizeof(k)); /* a new superior has never seen this key */

	/* Another superior, only by naming the old one. */
	make_book(at("prov.db"), NULL, "T-24", "Tỉnh Bắc Giang", "province", false);
	prov = open_book(at("prov.db"));
	assert_ok(keys_make(&prov_k, prov, &e), &e);
	assert_ok(enrol_make(prov, &prov_k, "X-12", "Xã Đồng Vương", NULL, NULL, at("p.gne"), &e),
		  &e);
	assert_ok(enrol_read(&en2, at("p.gne"), &e), &e);
	assert_int_equal(enrol_join(low, &en2, NULL, &e), ERR_NEGATIVE);
	assert_non_null(strstr(e.what, keys_fingerprint(p->k.sign_pk, p->k.seal_pk, fp)));
	assert_told(&e, ERR_NEGATIVE, "GN-E33");
	assert_int_equal(enrol_join(low, &en2, "12345 67890 12345 67890 12345 67890", &e),
			 ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-E33");
	assert_ok(enrol_join(low, &en2, fp, &e), &e);
	assert_ok(peer_upper(low, &u, &e), &e);
	assert_string_equal(u.code, "T-24");
	peer_fini(&u);
	assert_int_equal(count(low, "SELECT count(*) FROM event WHERE kind = 'superior_replaced'"),
			 1);

	/* Back under the first: it has known the key of this book, so a new pair is made. */
	book_close(low);
	low = open_book(at("low.db"));
	keys_fingerprint(prov_k.sign_pk, prov_k.seal_pk, fp);
	assert_ok(enrol_join(low, &en, fp, &e), &e);
	assert_ok(keys_load(&k3, low, &e), &e);
	assert_memory_not_equal(k3.sign_pk, k.sign_pk, SIGN_PK);
	book_close(low);
	book_close(prov);
	enrolment_fini(&en);
	enrolment_fini(&en2);
}

/* Signed all right, but not what an enrolment says. */
static void wrong_enrolments_are_refused(void **state)
{
	static const char *const good[][2] = {
		{ "exchange", "1" },	 { "unit-id", UPPER_ID },   { "unit-code", "X-1" },
		{ "unit-name", "Xã" },	 { "level", "commune" },    { "upper-id", UPPER_ID },
		{ "upper-code", "H-1" }, { "upper-name", "Huyện" }, { "upper-level", "district" },
	};
	static const char *const wrong[] = { "2",  "1234", "x", "",	  "district",
					     "zz", "h",	   "",	"village" };
	static const char secret[] =
		"secret: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
	const size_t n = sizeof(good) / sizeof(good[0]);
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	struct enrolment en;

	/* i < n: that line wrong; up to 2n: missing; then all right, no secret, another kind. */
	for (size_t i = 0; i < 2 * n + 3; i++) {
		struct container_plan plan = { .kind = CONTAINER_ENROLMENT,
					       .keys = &p->k,
					       .text = secret };
		uint8_t hash[HASH_LEN];
		struct newfile out;
		struct header h;

		header_init(&h);
		for (size_t j = 0; j < n; j++)
			if (i != n + j)
				header_add(&h, good[j][0], "%s", i == j ? wrong[j] : good[j][1]);
		plan.header = &h;
		if (i == 2 * n + 1)
			plan.text = "secret: 0011\n";
		if (i == 2 * n + 2) {
			plan.kind = CONTAINER_REPLY;
			plan.seal_to = p->k.seal_pk;
		}
		assert_ok(newfile_open(&out, at("f.gne"), 0600, &e), &e);
		assert_ok(container_write(&out, &plan, hash, &e), &e);
		assert_ok(newfile_commit(&out, NEWFILE_REPLACE, &e), &e);
		header_fini(&h);
		if (i == 2 * n) {
			assert_ok(enrol_read(&en, at("f.gne"), &e), &e);
			enrolment_fini(&en);
			continue;
		}
		assert_int_equal(enrol_read(&en, at("f.gne"), &e), ERR_DATA);
		assert_null(en.unit_id);
		assert_told(&e, ERR_DATA, i == 0 ? "GN-G02" : i == 2 * n + 2 ? "GN-E20" : "GN-E21");
	}
}

static void every_bit_of_an_enrolment_matters(void **state)
{
	struct pair *p = *state;
	struct error e = ERROR_INIT;
	struct enrolment en;
	uint8_t *bytes;
	size_t n;

	enrol(p, "X-12", NULL, at("x.gne"), &en);
	enrolment_fini(&en);
	bytes = get_bytes(at("x.gne"), &n);
	for (size_t i = 0; i < 8 * n; i++) {
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
		put_bytes(at("bad.gne"), bytes, n);
		assert_int_equal(enrol_read(&en, at("bad.gne"), &e), ERR_DATA);
		error_clear(&e);
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_are_kept_and_known, setup, teardown),
		cmocka_unit_test(fingerprints_compare_by_digits),
		cmocka_unit_test_setup_teardown(an_enrolment_says_who, setup, teardown),
		cmocka_unit_test_setup_teardown(words_are_checked, setup, teardown),
		cmocka_unit_test_setup_teardown(the_first_claim_spends_the_secret, setup, teardown),
		cmocka_unit_test_setup_teardown(a_claim_falls_with_its_transaction, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_lost_computer_is_enrolled_anew, setup, teardown),
		cmocka_unit_test_setup_teardown(fingerprints_are_compared, setup, teardown),
		cmocka_unit_test_setup_teardown(only_a_fitting_book_accepts, setup, teardown),
		cmocka_unit_test_setup_teardown(training_is_inherited, setup, teardown),
		cmocka_unit_test_setup_teardown(a_book_joins_and_moves, setup, teardown),
		cmocka_unit_test_setup_teardown(wrong_enrolments_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(every_bit_of_an_enrolment_matters, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

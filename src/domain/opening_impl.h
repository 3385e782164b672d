/* SPDX-License-Identifier: MIT */
/* What reading a list of last year and storing it share. */
#ifndef GN_DOMAIN_OPENING_IMPL_H
#define GN_DOMAIN_OPENING_IMPL_H

#include "base/csv.h"
#include "domain/closing_impl.h"
#include "domain/opening.h"

/* In the order of data/codes/opening_column.csv. */
enum opening_col {
	COL_NUMBER, COL_HEAD, COL_NAME, COL_RELATION, COL_BIRTH, COL_GENDER, COL_ID, COL_ID_DATE, COL_CODE, COL_VILLAGE,
	COL_ADDRESS, COL_ETHNICITY, COL_CLASS, COL_DECISION_NO, COL_DECISION_DATE, COL_ESCAPED, COL_B1, COL_B2, COL_MINORITY,
	COL_NO_LABOUR, COL_MERIT, COL_CAUSES, COL_NEEDS, COL_MEMBERS, COL_NOTE, COL_PASSED_OVER, N_COLS
};

struct opening_row {
	char *v[N_COLS];      /* cleaned; NULL: empty */
	struct strlist raw;
};
/* The rows of one household; the head's first. */
struct opening_house {
	struct opening_row *row;
	size_t n, cap;
	long line; /* of the file */
};

struct opening_file {
	struct csv_reader *r;
	struct forms *f;
	struct strlist heading;  /* as it stands */
	int at[N_COLS];          /* column of each kind, or -1 */
	struct strlist untaken;
	struct opening_house next; /* its first row was read already */
	long rows;
	bool at_end;
};

int opening_file_open(struct opening_file *o, struct forms *f, const char *path, const struct opening_want *want, struct error *e);
void opening_file_close(struct opening_file *o);
/* The next household: 1, 0 at the end, negative for a file that cannot be read further. */
int opening_file_next(struct opening_file *o, struct opening_house *out, struct error *e);
void opening_house_fini(struct opening_house *h);
/* The name a row goes by. */
const char *opening_name(const struct opening_row *row);

#endif

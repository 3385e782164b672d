/* SPDX-License-Identifier: MIT */
/*
 * Biến động as one step each: a household splits or joins another, moves to another village, people leave, come, come back, are
 * born and die, the head changes. A step writes everything that belongs to it (the people, both households, the changes, the
 * certificates) in one transaction through the form engine, or nothing. People keep their id; what nobody said is proposed.
 */
#ifndef GN_DOMAIN_MOVEMENT_H
#define GN_DOMAIN_MOVEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ids.h"
#include "base/str.h"
#include "form/entry.h"

enum movement_kind {
	MOVEMENT_SPLIT,    /* some members to a household of their own */
	MOVEMENT_JOIN,     /* all of them to another household; the first ends */
	MOVEMENT_TRANSFER, /* some members to another household of the commune */
	MOVEMENT_MOVE,     /* the whole household to another village of the commune */
	MOVEMENT_OUT,      /* some members, or (none named) the household, out of the commune */
	MOVEMENT_IN,       /* a new member, or (no household named) a new household, from elsewhere */
	MOVEMENT_RETURN,   /* members who had left, or (none named) the household, come back */
	MOVEMENT_BIRTH,
	MOVEMENT_DEATH,
	MOVEMENT_HEAD,     /* members[0] becomes the head */
	MOVEMENT_KINDS,
};

/* "split", "join" …: the words of the command; NULL beyond the last. */
const char *movement_name(enum movement_kind kind);
/* The code of the change it writes (code list change_kind), for its label. */
const char *movement_change(enum movement_kind kind);

struct movement_field { /* of the person, or household, who is new */
	const char *name, *text;
};
struct movement_relation { /* said, not proposed */
	const char *member, *code;
};

/* What is to be done; everything borrowed. Ids of records, codes and dates as stored. NULL: as proposed, or not known. */
struct movement {
	enum movement_kind kind;
	const char *household;      /* where it begins */
	const char *const *members; /* ids: who goes, dies, comes back, becomes the head */
	size_t n_members;
	const char *to;             /* join, transfer, return: the household they come to (return NULL: where they were) */
	const char *date, *document, *note;
	const char *place;          /* out, in: where to, where from */
	const char *head;           /* split: head of the new household */
	const char *left_head;      /* of the household left behind, where its head goes or dies */
	const char *village, *address, *code; /* of the new household; move: where to */
	const char *class_given;    /* split: NULL as the old one, "" none; in: of the household that comes */
	bool code_goes;             /* split, join: the code goes along */
	bool certificate_goes;      /* split, join: the certificate goes along */
	const struct movement_relation *relations;
	size_t n_relations;
	const struct movement_field *fields; /* birth, in: the person; in, of a household: the household */
	size_t n_fields;
	enum entry_style style;     /* of their texts */
	const struct entry *like;   /* birth, in: a row or household whose reasons ("another person") go over to the new one */
	const char *count, *to_count; /* members_count of either household; NULL: follows */
	const char *who;            /* the officer */
};

struct movement_person {
	char id[UUID_LEN + 1];
	char *name, *relation, *was; /* codes; `was` NULL: new */
	bool sure;                   /* of a relation worked out; true where it was said or stays */
	bool came;                   /* by this step */
};
/* One household as it is after the step. */
struct movement_side {
	char id[UUID_LEN + 1];
	bool is_new, ended;
	char *key, *head, *code, *classification, *village, *count; /* as people read them; "" for none */
	struct movement_person *v; /* who lives there */
	size_t n, cap;
	struct strlist lacks; /* errors and questions the household has after it and had not before */
	size_t errors;        /* of them: the household is not complete */
};
struct movement_result {
	struct movement_side side[2]; /* where it begins; where it leads to */
	size_t n_sides;
	char made[UUID_LEN + 1];     /* the new household or member, else "" */
	struct strlist changes;      /* ids of the changes written */
	struct strlist certificates; /* what becomes of them, a sentence each */
	struct strlist unsure;       /* ids of those whose relation, or being the head, is only guessed */
	char head[UUID_LEN + 1], left_head[UUID_LEN + 1]; /* who is proposed as the head, or "" */
};
void movement_result_fini(struct movement_result *r);

/*
 * Do it. `write` false: all of it is worked out, as it would be, and undone. *out is made in either case; free it also after a failure.
 * ERR_DATA: something stands in its way (the sentence says what; nothing was changed); ERR_NOTFOUND: no such record. What is only
 * guessed (a head among several, a relation) must be said before it is written: ERR_DATA with the guesses in the detail.
 */
int movement_do(struct forms *f, struct book *b, const struct movement *m, bool write, struct movement_result *out,
		struct error *e);

/* What a member is to a new head who was `head_was` to the head before: a code of the list `relation` and whether that is sure.
 * Genders "male", "female" or NULL. NULL: stays what it was. */
const char *movement_relation(const struct codes *relation, const char *was, const char *head_was, const char *gender,
			      const char *head_gender, bool *sure);

#endif

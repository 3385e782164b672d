/* SPDX-License-Identifier: MIT */
/* CSV: every shape spreadsheets write, wrong encodings told with the line, and a round trip. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/mem.h"

static char dir[] = "/tmp/gn-csv-XXXXXX";
static char *path;

static int open_n(struct csv_reader **r, const char *text, size_t n, struct error *e)
{
	struct error ignored = ERROR_INIT;

	assert_int_equal(file_write(path, text, n, 0, &ignored), 0);
	return csv_open(r, path, e);
}

/* All rows as "line:cell|cell;line:…" so that a table can say what is wanted. */
static char *flat(const char *text, size_t n, char *sep)
{
	struct error e = ERROR_INIT;
	struct csv_reader *r;
	struct strlist cells;
	struct str b;
	int rc;

	str_init(&b);
	strlist_init(&cells);
	rc = open_n(&r, text, n, &e);
	if (rc) {
		str_addf(&b, "%s@%s", e.id, strrchr(e.detail, ':') + 1);
		error_clear(&e);
		return str_take(&b);
	}
	*sep = csv_separator(r);
	while ((rc = csv_next(r, &cells, &e)) == 1) {
		str_addf(&b, "%ld:", csv_line(r));
		for (size_t i = 0; i < cells.n; i++)
			str_addf(&b, "%s%s", i ? "|" : "", cells.v[i]);
		str_addc(&b, ';');
	}
	if (rc < 0) {
		assert_int_equal(rc, ERR_DATA);
		assert_int_equal(cells.n, 0);
		str_addf(&b, "%s@%s", e.id, strrchr(e.detail, ':') + 1);
		assert_int_equal(csv_next(r, &cells, &e), ERR_DATA); /* and stays there */
	} else {
		assert_int_equal(csv_next(r, &cells, &e), 0);
	}
	error_clear(&e);
	strlist_fini(&cells);
	csv_close(r);
	return str_take(&b);
}

static void shapes(void **state)
{
	static const struct {
		const char *text, *want;
		char sep;
	} rows[] = {
		{ "a,b\n1,2\n", "1:a|b;2:1|2;", ',' },
		{ "a,b\r\n1,2\r\n", "1:a|b;2:1|2;", ',' },
		{ "a,b\n1,2", "1:a|b;2:1|2;", ',' },
		{ "a,b\r\n1,2\r", "1:a|b;2:1|2;", ',' },
		{ "\xEF\xBB\xBF"
		  "a;b;c,d\n1;2\n",
		  "1:a|b|c,d;2:1|2;", ';' },
		{ "a\tb\n1,5\t2\n", "1:a|b;2:1,5|2;", '\t' },
		{ "\"a;x;y;z\",b\n", "1:a;x;y;z|b;", ',' },
		{ "a\n1\n", "1:a;2:1;", ',' },
		{ "a,b\n\"x\ny\",\"\"\"q\"\" \"\n3,4\n", "1:a|b;2:x\ny|\"q\" ;4:3|4;", ',' },
		{ "\"x\r\ny\",b\r\nc,d\r\n", "1:x\r\ny|b;3:c|d;", ',' },
		{ "a,b\n\n\r\n1,2\n\n", "1:a|b;4:1|2;", ',' },
		{ "a\n\"\"\nb\n", "1:a;2:;3:b;", ',' },
		{ "a,,\n,,\n", "1:a||;2:||;", ',' },
		{ " a , b\n", "1: a | b;", ',' },
		{ "a\"b,c\n", "1:a\"b|c;", ',' },
		{ "\"a\" ,b\n", "1:a|b;", ',' },
		{ "a\rb,c\n", "1:a\rb|c;", ',' },
		{ "Hộ,Bản Đồng\n", "1:Hộ|Bản Đồng;", ',' },
		{ "sep=;\na,b;c\n", "2:a,b|c;", ';' },
		{ "\xEF\xBB\xBF"
		  "\"SEP=\t\"\r\na,b\tc\r\n",
		  "2:a,b|c;", '\t' },
		{ "sep=|\na|b\n", "1:sep=|;2:a|b;", ',' },
		{ "sep=;", "", ';' },
		{ "", "", ',' },
		{ "\xEF\xBB\xBF", "", ',' },
		/* what is refused, and on which line */
		{ "a,b\n1,\"2\n3\n", "1:a|b;GN-C04@2", ',' },
		{ "a,b\n\"1\"x,2\n", "1:a|b;GN-C06@2", ',' },
		{ "a\nb\nc\xE1\xBB\n", "GN-C02@3", 0 },
		{ "a\nb\xE1\xBB", "GN-C02@2", 0 },
		{ "a\nTh\xF4n\n", "GN-C02@2", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char sep = 0, *got = flat(rows[i].text, strlen(rows[i].text), &sep);

		assert_string_equal(got, rows[i].want);
		assert_int_equal(sep, rows[i].sep);
		free(got);
	}
}

static void wrong_files(void **state)
{
	struct error e = ERROR_INIT;
	struct csv_reader *r;
	char sep, *got;

	(void)state;
	got = flat("\xFF\xFE"
		   "a\0,\0b\0",
		   8, &sep);
	assert_string_equal(got, "GN-C01@1");
	free(got);
	got = flat("\xFE\xFF\0a\0,\0b", 8, &sep);
	assert_string_equal(got, "GN-C01@1");
	free(got);
	got = flat("a,b\nc\0,d\n", 9, &sep);
	assert_string_equal(got, "GN-C03@2");
	free(got);
	assert_int_equal(csv_open(&r, dir, &e), ERR_IO);
	assert_null(r);
	unlink(path);
	assert_int_equal(csv_open(&r, path, &e), ERR_NOTFOUND);
	error_clear(&e);
	csv_close(NULL);
}

static void limits(void **state)
{
	struct str b;
	char sep, *got;

	(void)state;
	str_init(&b);
	for (int i = 0; i < 999; i++)
		str_addc(&b, ',');
	got = flat(b.s, b.len, &sep);
	assert_int_equal(strlen(got), 2 + 999 + 1);
	free(got);
	str_addc(&b, ',');
	got = flat(b.s, b.len, &sep);
	assert_string_equal(got, "GN-C07@1");
	free(got);
	str_reset(&b);
	str_add(&b, "a\n\"");
	for (int i = 0; i < 65536; i++)
		str_addc(&b, 'x');
	str_add(&b, "\"\n");
	got = flat(b.s, b.len, &sep);
	assert_int_equal(strlen(got), 4 + 2 + 65536 + 1);
	free(got);
	b.s[b.len - 2] = 'x';
	str_add(&b, "\"\n");
	got = flat(b.s, b.len, &sep);
	assert_string_equal(got, "1:a;GN-C05@2");
	free(got);
	str_fini(&b);
}

/* Row by row: a bad byte and an endless cell are told of their row, whatever could swallow rows of the file. */
static void by_row(void **state)
{
	struct error e = ERROR_INIT;
	struct csv_reader *r;
	struct strlist cells;
	struct str b;

	(void)state;
	str_init(&b);
	strlist_init(&cells);
	str_add(&b, "a;b\nc\xFF;\xE1\xBB;d\n\"");
	for (int i = 0; i < 70000; i++)
		str_addc(&b, 'x');
	str_add(&b, "\";e\nf;g\n");
	assert_int_equal(file_write(path, b.s, b.len, 0, &e), 0);
	assert_int_equal(csv_open_rows(&r, path, &e), 0);
	assert_int_equal(csv_next(r, &cells, &e), 1);
	assert_int_equal(csv_row_fault(r, &e), 0);
	assert_int_equal(csv_next(r, &cells, &e), 1);
	assert_int_equal(csv_row_fault(r, &e), ERR_DATA);
	assert_string_equal(e.id, "GN-C02");
	assert_int_equal(cells.n, 3);
	assert_string_equal(cells.v[0], "c\xEF\xBF\xBD");
	assert_string_equal(cells.v[1], "\xEF\xBF\xBD\xEF\xBF\xBD");
	assert_int_equal(csv_next(r, &cells, &e), 1);
	assert_int_equal(csv_row_fault(r, &e), ERR_DATA);
	assert_string_equal(e.id, "GN-C05");
	assert_int_equal(strlen(cells.v[0]), 65536);
	assert_string_equal(cells.v[1], "e");
	assert_int_equal(csv_next(r, &cells, &e), 1);
	assert_int_equal(csv_row_fault(r, &e), 0);
	assert_string_equal(cells.v[0], "f");
	csv_set_separator(r, ',');
	assert_int_equal(csv_rewind(r, &e), 0);
	assert_int_equal(csv_next(r, &cells, &e), 1);
	assert_string_equal(cells.v[0], "a;b");
	csv_close(r);
	b.s[60000] = '\n'; /* a cell of several lines is never cut */
	assert_int_equal(file_write(path, b.s, b.len, 0, &e), 0);
	assert_int_equal(csv_open_rows(&r, path, &e), 0);
	assert_int_equal(csv_next(r, &cells, &e), 1);
	assert_int_equal(csv_next(r, &cells, &e), 1);
	assert_int_equal(csv_next(r, &cells, &e), ERR_DATA);
	csv_close(r);
	assert_int_equal(file_write(path, "\xFF\xFE" "a\0", 4, 0, &e), 0);
	assert_int_equal(csv_open_rows(&r, path, &e), ERR_DATA);
	error_clear(&e);
	strlist_fini(&cells);
	str_fini(&b);
}

/* Letters, quotes and line ends across the borders of the blocks that are read. */
static void borders(void **state)
{
	struct error e = ERROR_INIT;
	struct csv_reader *r;
	struct strlist cells;
	struct str b;
	long n = 0;

	(void)state;
	str_init(&b);
	strlist_init(&cells);
	for (int i = 0; i < 30000; i++)
		str_addf(&b, "%d,\"Nguyễn \"\"ề\"\"\r\nỷ\",%s\r\n", i, i % 7 ? "ậ" : "x");
	assert_int_equal(open_n(&r, b.s, b.len, &e), 0);
	while (csv_next(r, &cells, &e) == 1) {
		char want[24];

		assert_int_equal(cells.n, 3);
		snprintf(want, sizeof(want), "%ld", n);
		assert_string_equal(cells.v[0], want);
		assert_string_equal(cells.v[1], "Nguyễn \"ề\"\r\nỷ");
		assert_string_equal(cells.v[2], n % 7 ? "ậ" : "x");
		assert_int_equal(csv_line(r), 2 * n + 1);
		n++;
	}
	assert_int_equal(n, 30000);
	assert_int_equal(e.code, 0);
	csv_close(r);
	strlist_fini(&cells);
	str_fini(&b);
}

/* A process of its own that writes into the pipe: opening one waits for the other end. */
static pid_t feed(const char *text)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		FILE *fp = fopen(path, "w");

		if (fp) {
			fwrite(text, 1, strlen(text), fp);
			fclose(fp);
		}
		_exit(fp ? 0 : 1);
	}
	return pid;
}

static void fed(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* What comes through a pipe is looked through first and can be read again, as a file. */
static void pipes(void **state)
{
	struct error e = ERROR_INIT;
	struct csv_reader *r;
	struct strlist cells;
	pid_t pid;

	(void)state;
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	strlist_init(&cells);
	pid = feed("\xEF\xBB\xBF" "a;b\nc;ấ\n");
	assert_int_equal(csv_open(&r, path, &e), 0);
	fed(pid);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(csv_next(r, &cells, &e), 1);
		assert_string_equal(cells.v[0], "a");
		assert_int_equal(csv_next(r, &cells, &e), 1);
		assert_string_equal(cells.v[1], "ấ");
		assert_int_equal(csv_line(r), 2);
		assert_int_equal(csv_next(r, &cells, &e), 0);
		assert_int_equal(csv_rewind(r, &e), 0);
	}
	csv_close(r);
	pid = feed("a,b\nc,\xFF\n");
	assert_int_equal(csv_open(&r, path, &e), ERR_DATA);
	assert_string_equal(e.id, "GN-C02");
	fed(pid);
	error_clear(&e);
	pid = feed("");
	assert_int_equal(csv_open(&r, path, &e), 0);
	assert_int_equal(csv_next(r, &cells, &e), 0);
	csv_close(r);
	fed(pid);
	strlist_fini(&cells);
	unlink(path);
}

static void writes(void **state)
{
	const char *const row[] = { "a", NULL, "b,c", "d\"e", "f\ng", " h", "ấ", "i;j", "" };
	const char *const lone[] = { "" };
	struct str b;

	(void)state;
	str_init(&b);
	csv_add_row(&b, row, 9, ',');
	assert_string_equal(b.s, "a,,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",ấ,i;j,\n");
	str_reset(&b);
	csv_add_row(&b, row, 9, ';');
	assert_string_equal(b.s, "a;;b,c;\"d\"\"e\";\"f\ng\";\" h\";ấ;\"i;j\";\n");
	str_reset(&b);
	csv_add_row(&b, lone, 1, ',');
	assert_string_equal(b.s, "\"\"\n");
	str_fini(&b);
}

static void round_trip(void **state)
{
	static const char alphabet[] = "ab,;\t\"\n\r  \xE1\xBB\x87";
	struct error e = ERROR_INIT;
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct strlist in, cells;
		struct csv_reader *r;
		struct str b, cell;
		size_t at = 0, width = 1 + round % 5;

		str_init(&b);
		strlist_init(&in);
		strlist_init(&cells);
		for (size_t i = 0; i < width * 4; i++) {
			str_init(&cell);
			for (int n = rand_r(&seed) % 8; n; n--) {
				size_t k = (size_t)rand_r(&seed) % 11;

				if (k == 10)
					str_add(&cell, alphabet + 10);
				else
					str_addc(&cell, alphabet[k]);
			}
			strlist_take(&in, str_take(&cell));
		}
		/* A head, so that the separator is told. */
		for (size_t i = 0; i < width; i++)
			csv_add_cell(&b, "h", ',', !i);
		str_addc(&b, '\n');
		for (size_t i = 0; i < in.n; i += width)
			csv_add_row(&b, (const char *const *)in.v + i, width, ',');
		assert_int_equal(open_n(&r, b.s, b.len, &e), 0);
		assert_int_equal(csv_next(r, &cells, &e), 1);
		while (csv_next(r, &cells, &e) == 1) {
			assert_int_equal(cells.n, width);
			for (size_t i = 0; i < width; i++)
				assert_string_equal(cells.v[i], in.v[at++]);
		}
		assert_int_equal(at, in.n);
		csv_close(r);
		strlist_fini(&in);
		strlist_fini(&cells);
		str_fini(&b);
	}
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	path = path_join(dir, "a.csv");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	free(path);
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes),     cmocka_unit_test(wrong_files),
		cmocka_unit_test(limits),     cmocka_unit_test(by_row),
		cmocka_unit_test(borders),
		cmocka_unit_test(pipes),      cmocka_unit_test(writes),
		cmocka_unit_test(round_trip),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

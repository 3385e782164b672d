/* SPDX-License-Identifier: MIT */
/* The frame all dialogs share. */
#ifndef GN_UI_DIALOG_IMPL_H
#define GN_UI_DIALOG_IMPL_H

struct box {
	int y, x, rows, cols;
	int text_rows;	       /* of the text above */
	int body_y, body_rows; /* what is left for the dialog's own */
};
/* Draw an empty box in the middle for `text` (or NULL) and a body of this size, as far as there is room. */
void dialog_box(struct box *b, const char *title, const char *text, int want_cols, int want_rows);

#endif

// Display width: how many columns of a terminal a text takes, and text made safe for one.
#ifndef SPOTWRIGHT_SRC_FORMATS_DISPLAY_WIDTH_H_
#define SPOTWRIGHT_SRC_FORMATS_DISPLAY_WIDTH_H_

#include <string>
#include <string_view>

namespace spotwright::formats {

// Replaces by U+FFFD what would act on the reader's terminal instead of being read: control characters, which begin
// escape sequences; marks that reverse the direction of text; and bytes that are not UTF-8. Line breaks become spaces.
std::string Readable(std::string_view text);

// Columns that `text`, which is Readable, takes: 2 for East Asian wide characters and emoji, 0 for combining marks
// (Unicode Standard Annex 11, by blocks).
int DisplayWidth(std::string_view text);

// The longest beginning of `text` that takes at most `width` columns.
std::string_view FirstColumns(std::string_view text, int width);

// `text` if it takes at most `width` columns; else its beginning and an ellipsis, `width` columns in all.
std::string Shorten(std::string_view text, int width);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_DISPLAY_WIDTH_H_

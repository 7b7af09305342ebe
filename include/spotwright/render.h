// render: a response as text for people.
#ifndef SPOTWRIGHT_RENDER_H_
#define SPOTWRIGHT_RENDER_H_

#include <cstdint>
#include <string>

#include "spotwright/result.h"

namespace spotwright {

enum class RenderOutput : std::int32_t {
  kTable = 1,     // For a terminal.
  kMarkdown = 2,  // For a pull request or a wiki.
};

struct RenderRequest {
  std::string verb;           // Whose response it is, such as "plan".
  std::string response_json;  // The response, as the decision wrote it.
  RenderOutput output = RenderOutput::kTable;
  std::int64_t width_columns = 100;  // Of the terminal, 40 to 400; tables are fitted into it.
  bool color = false;                // ANSI colour; the text reads the same without. Tables only.

  friend bool operator==(const RenderRequest&, const RenderRequest&) = default;
};

struct RenderResponse {
  std::string text;  // Ends with a newline.

  friend bool operator==(const RenderResponse&, const RenderResponse&) = default;
};

// Writes a decision's response as text. Every verb has a rendering; `plan` the richest. O(response).
Result<RenderResponse> Render(const RenderRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_RENDER_H_

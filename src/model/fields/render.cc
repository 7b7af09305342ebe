#include "spotwright/render.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<RenderOutput>() {
  static const Enum kTable{"RenderOutput",
                           "The kind of text.",
                           {
                               {1, "table", "For a terminal."},
                               {2, "markdown", "For a pull request or a wiki."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<RenderRequest>() {
  static const Message kTable = Describe<RenderRequest>(
      "RenderRequest", "A response, to be written as text.",
      {
          Field<&RenderRequest::verb>(1, "verb", "Whose response it is, such as `plan`.").Required(),
          Field<&RenderRequest::response_json>(2, "response_json", "The response, as the decision wrote it.")
              .Required(),
          Field<&RenderRequest::output>(3, "output", "The kind of text."),
          Field<&RenderRequest::width_columns>(4, "width_columns", "Of the terminal; tables are fitted into it.")
              .Range(40, 400),
          Field<&RenderRequest::color>(5, "color", "ANSI colour; the text reads the same without. Tables only."),
      });
  return kTable;
}

template <>
const Message& MessageOf<RenderResponse>() {
  static const Message kTable =
      Describe<RenderResponse>("RenderResponse", "The text.",
                               {
                                   Field<&RenderResponse::text>(1, "text", "Ends with a newline."),
                               })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model

#include "src/codec/wording.h"

#include "src/base/text.h"

namespace spotwright::codec {

Error TooLarge() {
  return Error{ErrorCode::kResourceExhausted, "is larger than 2147483647 bytes, the most that is accepted", ""};
}

std::vector<std::string_view> Names(const model::Enum& enumeration) {
  std::vector<std::string_view> names;
  for (const model::EnumValue& value : enumeration.values) names.push_back(value.name);
  return names;
}

std::vector<std::string_view> Names(const model::Message& message) {
  std::vector<std::string_view> names;
  for (const model::FieldInfo& field : message.fields) names.push_back(field.name);
  return names;
}

bool IsFieldName(std::string_view key) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  return !key.empty() && key.size() <= 60 && key.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string Suggestion(std::string_view found, const std::vector<std::string_view>& accepted) {
  const std::string_view nearest = base::Nearest(found, accepted);
  std::string text = nearest.empty() ? std::string() : base::Cat("did you mean \"", nearest, "\"? ");
  text += "accepted: ";
  for (std::size_t i = 0; i < accepted.size(); ++i) text += base::Cat(i == 0 ? "" : ", ", accepted[i]);
  return text;
}

}  // namespace spotwright::codec

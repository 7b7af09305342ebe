#include "src/formats/json_view.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "src/base/text.h"
#include "src/codec/json_parser.h"

namespace spotwright::formats {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;  // Slices are 32 bits wide.

bool IsPlainKey(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string JoinKey(std::string path, std::string_view key) {
  if (!IsPlainKey(key)) return base::Cat(path, "[", base::Quoted(key), "]");
  if (!path.empty()) path.push_back('.');
  return path.append(key);
}

}  // namespace

// Receives the events of codec::ParseJson. Returning false ends the parse.
class JsonTreeBuilder {
 public:
  explicit JsonTreeBuilder(JsonTree& tree) : tree_(tree) {}

  bool Null() { return Add(JsonKind::kNull); }
  bool Bool(bool value) { return Add(value ? JsonKind::kTrue : JsonKind::kFalse); }
  bool RawNumber(const char* text, std::size_t size, bool) { return Add(JsonKind::kNumber, {text, size}); }
  bool String(const char* text, std::size_t size, bool) {
    if (!Add(JsonKind::kString, {text, size})) return false;
    return base::IsValidUtf8({text, size}) || Stop("is not UTF-8");
  }
  bool StartObject() { return Open(JsonKind::kObject); }
  bool StartArray() { return Open(JsonKind::kArray); }
  bool EndObject(std::size_t) { return Close(); }
  bool EndArray(std::size_t) { return Close(); }
  bool Key(const char* text, std::size_t size, bool) {
    if (!base::IsValidUtf8({text, size})) return Stop("is followed by a key that is not UTF-8");
    key_ = Keep({text, size});
    return true;
  }
  // Numbers arrive as text, so these are never called.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  struct Level {
    std::uint32_t value;
    std::uint32_t last_child = JsonTree::kNone;
  };

  JsonTree::Slice Keep(std::string_view text) {
    const JsonTree::Slice slice{static_cast<std::uint32_t>(tree_.text_.size()),
                                static_cast<std::uint32_t>(text.size())};
    tree_.text_.append(text);
    return slice;
  }

  bool Add(JsonKind kind, std::string_view text = {}) {
    JsonTree::Value value;
    value.kind = kind;
    value.key = std::exchange(key_, {});
    value.text = Keep(text);
    const auto id = static_cast<std::uint32_t>(tree_.values_.size());
    if (!levels_.empty()) {
      Level& level = levels_.back();
      value.parent = level.value;
      if (level.last_child == JsonTree::kNone) {
        tree_.values_[level.value].first_child = id;
      } else {
        value.index = tree_.values_[level.last_child].index + 1;
        tree_.values_[level.last_child].next = id;
      }
      level.last_child = id;
    }
    tree_.values_.push_back(value);
    return true;
  }

  bool Open(JsonKind kind) {
    if (levels_.size() == kMaxDepth) return Stop(base::Cat("nests more than ", kMaxDepth, " levels"));
    Add(kind);
    levels_.push_back({static_cast<std::uint32_t>(tree_.values_.size() - 1)});
    return true;
  }

  // Ends the parse with an error at the value that came last.
  bool Stop(std::string_view problem) {
    const bool any = !tree_.values_.empty();
    tree_.Fail(any ? tree_.PathOf(static_cast<std::uint32_t>(tree_.values_.size() - 1)) : std::string(), problem);
    return false;
  }

  bool Close() {
    levels_.pop_back();
    return true;
  }

  JsonTree& tree_;
  std::vector<Level> levels_;
  JsonTree::Slice key_;
};

JsonTree::JsonTree(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.size() >= kMaxBytes) {
    Fail({}, "has 1 GiB or more; accepted: less");
    return;
  }
  JsonTreeBuilder builder(*this);
  if (const auto problem = codec::ParseJson(text, builder)) Fail({}, *problem);
}

JsonView JsonTree::Root() { return {this, values_.empty() ? kNone : 0}; }

std::string JsonTree::PathOf(std::uint32_t value) const {
  std::vector<std::uint32_t> chain;
  for (; value != kNone && values_[value].parent != kNone; value = values_[value].parent) chain.push_back(value);
  std::string path;
  for (auto id = chain.rbegin(); id != chain.rend(); ++id) {
    const Value& step = values_[*id];
    path = values_[step.parent].kind == JsonKind::kArray ? base::Cat(path, "[", step.index, "]")
                                                         : JoinKey(std::move(path), Read(step.key));
  }
  return path;
}

void JsonTree::Fail(std::string_view path, std::string_view message) {
  if (error_) return;
  error_ = path.empty() ? std::string(message) : base::Cat(path, ": ", message);
}

JsonView JsonView::operator[](std::string_view name) const {
  if (!present()) return *this;
  for (JsonView member : Members()) {
    if (member.key() != name) continue;
    if (!member.Is(JsonKind::kNull)) return member;
    break;
  }
  JsonView absent(tree_, JsonTree::kNone);
  absent.parent_ = value_;
  absent.missing_ = name;
  return absent;
}

JsonView::Range JsonView::Children(JsonKind kind, std::string_view accepted) const {
  if (!present() || Is(JsonKind::kNull)) return {tree_, JsonTree::kNone};
  if (!Is(kind)) {
    Refuse(accepted);
    return {tree_, JsonTree::kNone};
  }
  return {tree_, tree_->values_[value_].first_child};
}

std::string_view JsonView::Text(std::string_view fallback) const {
  if (!present()) return fallback;
  if (Is(JsonKind::kString)) return tree_->Read(tree_->values_[value_].text);
  Refuse("a string");
  return fallback;
}

std::string_view JsonView::RequiredText() const {
  const std::string_view text = Text();
  if (text.empty()) Refuse("a string that is not empty");
  return text;
}

bool JsonView::Flag(bool fallback) const {
  if (!present()) return fallback;
  if (!Is(JsonKind::kTrue) && !Is(JsonKind::kFalse)) Refuse("true or false");
  return Is(JsonKind::kTrue);
}

std::int64_t JsonView::Integer(std::int64_t fallback, std::int64_t min, std::int64_t max) const {
  return present() ? RequiredInteger(min, max) : fallback;
}

std::int64_t JsonView::RequiredInteger(std::int64_t min, std::int64_t max) const {
  std::int64_t value = 0;
  bool good = false;
  if (Is(JsonKind::kNumber)) {
    const std::string_view text = tree_->Read(tree_->values_[value_].text);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    good = error == std::errc() && end == text.data() + text.size() && value >= min && value <= max;
  }
  if (good) return value;
  Refuse(base::Cat("an integer of ", min, " to ", max));
  return min;
}

std::string_view JsonView::RequiredNumber() const {
  if (Is(JsonKind::kNumber)) return tree_->Read(tree_->values_[value_].text);
  Refuse("a number");
  return "0";
}

std::vector<std::string> JsonView::TextList() const {
  std::vector<std::string> list;
  for (const JsonView item : Items()) list.emplace_back(item.Text());
  return list;
}

std::map<std::string, std::string> JsonView::TextMap() const {
  std::map<std::string, std::string> map;
  for (const JsonView member : Members()) {
    if (!member.Is(JsonKind::kNull)) map.try_emplace(std::string(member.key()), member.Text());
  }
  return map;
}

void JsonView::Fail(std::string_view message) const {
  if (failed()) return;
  if (present()) return tree_->Fail(tree_->PathOf(value_), message);
  tree_->Fail(missing_.empty() ? tree_->PathOf(parent_) : JoinKey(tree_->PathOf(parent_), missing_), message);
}

void JsonView::Refuse(std::string_view accepted) const {
  if (!failed()) Fail(base::Cat("is ", Describe(), "; accepted: ", accepted));
}

std::string JsonView::Describe() const {
  if (!present()) return "missing";
  const JsonTree::Value& value = tree_->values_[value_];
  switch (value.kind) {
    case JsonKind::kNull:
      return "null";
    case JsonKind::kFalse:
      return "false";
    case JsonKind::kTrue:
      return "true";
    case JsonKind::kNumber:
      return base::Cat("the number ", tree_->Read(value.text).substr(0, 60));
    case JsonKind::kString:
      return base::Quoted(tree_->Read(value.text));
    case JsonKind::kArray:
      return "a list";
    case JsonKind::kObject:
      return "an object";
  }
  return {};
}

}  // namespace spotwright::formats

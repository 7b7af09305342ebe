// JsonView: documents of others, read with types checked and paths in errors.
//
// A JsonTree holds a parsed document and the first thing found wrong with it; a JsonView is a place in it. Reading a
// value of the wrong type notes an error with its path and gives a harmless default, so that readers are straight
// lines of field names and the caller asks once, at the end, whether the document was good:
//
//   JsonTree tree(text);
//   for (JsonView item : tree.Root()["items"].Items()) names.emplace_back(item["metadata"]["name"].RequiredText());
//   if (tree.error()) ...  // `items[3].metadata.name: is 5; accepted: a string`
//
// RapidJSON's own Document is not used for this: it asserts on wrong types and does not know where a value stands.
#ifndef SPOTWRIGHT_SRC_FORMATS_JSON_VIEW_H_
#define SPOTWRIGHT_SRC_FORMATS_JSON_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spotwright::formats {

enum class JsonKind : std::uint8_t { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

class JsonView;

class JsonTree {
 public:
  // Parses `text`, which must be UTF-8, below 1 GiB and nest at most 64 levels. A byte-order mark is skipped. Of a key
  // that comes twice the first counts. Never recurses. O(bytes).
  explicit JsonTree(std::string_view text);
  JsonTree(const JsonTree&) = delete;
  JsonTree& operator=(const JsonTree&) = delete;

  JsonView Root();

  // The first error: `path: what is wrong`.
  const std::optional<std::string>& error() const { return error_; }

 private:
  friend class JsonView;
  friend class JsonTreeBuilder;

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // Text lies in `text_`, since a growing string moves.
  struct Slice {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  struct Value {
    JsonKind kind = JsonKind::kNull;
    std::uint32_t parent = kNone;
    std::uint32_t index = 0;  // Among its siblings.
    std::uint32_t next = kNone;
    std::uint32_t first_child = kNone;
    Slice key;   // Of a member of an object.
    Slice text;  // Of a string or a number.
  };

  std::string_view Read(Slice slice) const { return std::string_view(text_).substr(slice.begin, slice.size); }
  std::string PathOf(std::uint32_t value) const;
  void Fail(std::string_view path, std::string_view message);

  std::vector<Value> values_;
  std::string text_;
  std::optional<std::string> error_;
};

// A place in a tree, or the absence of one. Null counts as absent. Cheap to copy; valid as long as its tree.
class JsonView {
 public:
  class Iterator {
   public:
    Iterator(JsonTree* tree, std::uint32_t value) : tree_(tree), value_(value) {}
    JsonView operator*() const { return {tree_, value_}; }
    Iterator& operator++() {
      value_ = tree_->values_[value_].next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return value_ != other.value_; }

   private:
    JsonTree* tree_;
    std::uint32_t value_;
  };
  class Range {
   public:
    Range(JsonTree* tree, std::uint32_t first) : tree_(tree), first_(first) {}
    Iterator begin() const { return {tree_, first_}; }
    Iterator end() const { return {tree_, JsonTree::kNone}; }
    bool empty() const { return first_ == JsonTree::kNone; }

   private:
    JsonTree* tree_;
    std::uint32_t first_;
  };

  bool present() const { return value_ != JsonTree::kNone; }
  bool Is(JsonKind kind) const { return present() && tree_->values_[value_].kind == kind; }
  std::string_view key() const { return present() ? tree_->Read(tree_->values_[value_].key) : missing_; }

  // A member of an object; absent if there is none or this is absent itself. `name` must outlive the view.
  JsonView operator[](std::string_view name) const;

  // Elements of an array and members of an object, in their order. Absent: none.
  Range Items() const { return Children(JsonKind::kArray, "a list"); }
  Range Members() const { return Children(JsonKind::kObject, "an object"); }

  // Absent gives the fallback; the Required forms note an error.
  std::string_view Text(std::string_view fallback = {}) const;
  std::string_view RequiredText() const;  // Nor may it be empty.
  bool Flag(bool fallback) const;
  std::int64_t Integer(std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  std::int64_t RequiredInteger(std::int64_t min, std::int64_t max) const;
  std::string_view RequiredNumber() const;  // A number's own digits.
  std::vector<std::string> TextList() const;
  std::map<std::string, std::string> TextMap() const;

  // Notes an error here, unless there is one already: Fail("is 5; accepted: 0 to 4").
  void Fail(std::string_view message) const;
  // Fail with the value found: `is "x"; accepted: ` + accepted.
  void Refuse(std::string_view accepted) const;
  bool failed() const { return tree_->error_.has_value(); }

 private:
  friend class JsonTree;

  JsonView(JsonTree* tree, std::uint32_t value) : tree_(tree), value_(value) {}

  Range Children(JsonKind kind, std::string_view accepted) const;
  std::string Describe() const;

  JsonTree* tree_;
  std::uint32_t value_;
  std::uint32_t parent_ = JsonTree::kNone;  // Of an absent member: where it was looked for, and under which name.
  std::string_view missing_;
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_JSON_VIEW_H_

#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/codec/json.h"
#include "src/codec/json_parser.h"
#include "src/codec/wording.h"
#include "src/model/path.h"
#include "src/model/validate.h"

namespace spotwright::codec {
namespace {

using base::Cat;
using base::Quoted;
using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;
using model::Path;

// An object or array that is open.
struct Frame {
  enum class Type : std::uint8_t { kMessage, kList, kMap, kSkipped };

  Type type;
  void* data = nullptr;              // The struct, vector or map that is filled.
  const Message* message = nullptr;  // Of a kMessage.
  const FieldInfo* field =
      nullptr;             // kMessage: of the last key; null: its value is skipped. kList, kMap: whose they are.
  std::size_t count = 0;   // kMessage: index of the field that likely comes next. kList: elements begun.
  std::uint64_t seen = 0;  // kMessage: one bit for each field that came.
  void* value = nullptr;   // kMap: where the value of the last key goes.
  std::string key{};       // kMap: the last key.
};

// The step from a frame to what is read in it.
Path PathOf(const Frame& frame, bool is_top, const Path* parent) {
  switch (frame.type) {
    case Frame::Type::kMessage:
      return Path{parent, frame.field == nullptr ? std::string_view() : frame.field->name};
    case Frame::Type::kList:
      return Path{parent, {}, is_top ? frame.count : frame.count - 1};
    case Frame::Type::kMap:
      if (frame.value != nullptr) return Path{parent, frame.key, Path::kNoIndex, true};
      break;
    case Frame::Type::kSkipped:
      break;
  }
  return Path{parent};
}

std::string AcceptedElement(const FieldInfo& field) {
  switch (field.kind) {
    case Kind::kBool:
      return "true or false";
    case Kind::kInt64:
      return "an integer, written without fraction or exponent";
    case Kind::kDouble:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kEnum:
      return Cat("a string, one of ", model::EnumNames(field.enumeration()));
    case Kind::kMessage:
      break;
  }
  return "an object";
}

// RapidJSON calls the methods below for each event; false ends the parse, with error().
class JsonDecoder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, JsonDecoder> {
 public:
  JsonDecoder(const Message& root, Unknown unknown, void* object) : root_(root), unknown_(unknown), object_(object) {
    frames_.reserve(16);
  }

  std::optional<Error> TakeError() { return std::move(error_); }
  std::string Here() const { return PathTo(nullptr); }

  bool Null() { return Skipping() || WrongType("null"); }

  bool Bool(bool value) {
    if (Skipping()) return true;
    const FieldInfo* field = ElementField();
    if (field == nullptr || field->kind != Kind::kBool) return WrongType(value ? "true" : "false");
    *static_cast<bool*>(NewElement()) = value;
    return true;
  }

  bool RawNumber(const char* data, rapidjson::SizeType length, bool) {
    if (Skipping()) return true;
    const std::string_view text(data, length);
    const FieldInfo* field = ElementField();
    if (field != nullptr && field->kind == Kind::kInt64) return ReadInteger(text);
    if (field != nullptr && field->kind == Kind::kDouble) return ReadDouble(text);
    return WrongType(Shown(text));
  }

  bool String(const char* data, rapidjson::SizeType length, bool) {
    if (Skipping()) return true;
    const std::string_view text(data, length);
    const FieldInfo* field = ElementField();
    if (field != nullptr && field->kind == Kind::kString) {
      if (!base::IsValidUtf8(text)) return Fail(Cat("is ", Quoted(text), ", which is not UTF-8"));
      static_cast<std::string*>(NewElement())->assign(text);
      return true;
    }
    if (field == nullptr || field->kind != Kind::kEnum) return WrongType(Cat("the string ", Quoted(text)));
    const model::EnumValue* value = field->enumeration().Find(text);
    if (value == nullptr) {
      return Fail(Cat("is ", Quoted(text), "; ", Suggestion(text, Names(field->enumeration()))));
    }
    field->set_enum(NewElement(), value->number);
    return true;
  }

  bool StartObject() {
    if (frames_.size() == kMaxNesting) return Fail(std::string(kTooDeep));
    if (frames_.empty()) return Push(Frame{Frame::Type::kMessage, object_, &root_});
    if (Skipping()) return Push(Frame{Frame::Type::kSkipped});
    const Frame& top = frames_.back();
    if (top.type == Frame::Type::kMessage && top.field->cardinality == Cardinality::kMap) {
      return Push(Frame{Frame::Type::kMap, top.field->At(top.data), nullptr, top.field});
    }
    const FieldInfo* field = ElementField();
    if (field == nullptr || field->kind != Kind::kMessage) return WrongType("an object");
    void* const element = NewElement();
    return Push(Frame{Frame::Type::kMessage, element, &field->message()});
  }

  bool Key(const char* data, rapidjson::SizeType length, bool) {
    const std::string_view key(data, length);
    switch (frames_.back().type) {
      case Frame::Type::kMessage:
        return FieldKey(key);
      case Frame::Type::kMap:
        return MapKey(key);
      default:
        return true;
    }
  }

  bool EndObject(rapidjson::SizeType) {
    Frame& top = frames_.back();
    if (top.type == Frame::Type::kMessage) {
      top.field = FirstMissing(*top.message, top.seen);
      if (top.field != nullptr) return Fail(std::string(kMissing));
    }
    frames_.pop_back();
    return true;
  }

  bool StartArray() {
    if (frames_.size() == kMaxNesting) return Fail(std::string(kTooDeep));
    if (Skipping()) return Push(Frame{Frame::Type::kSkipped});
    if (frames_.empty()) return WrongType("an array");
    const Frame& top = frames_.back();
    if (top.type != Frame::Type::kMessage || top.field->cardinality != Cardinality::kRepeated) {
      return WrongType("an array");
    }
    return Push(Frame{Frame::Type::kList, top.field->At(top.data), nullptr, top.field});
  }

  bool EndArray(rapidjson::SizeType) {
    frames_.pop_back();
    return true;
  }

 private:
  // Whether the value that comes belongs to an unknown key.
  bool Skipping() const { return !frames_.empty() && frames_.back().field == nullptr; }

  // The field of which one element may come now; null at the root, and where an array or a map is due.
  const FieldInfo* ElementField() const {
    if (frames_.empty()) return nullptr;
    const Frame& top = frames_.back();
    const bool container =
        top.field->cardinality == Cardinality::kRepeated || top.field->cardinality == Cardinality::kMap;
    return top.type == Frame::Type::kMessage && container ? nullptr : top.field;
  }

  void* NewElement() {
    Frame& top = frames_.back();
    if (top.type == Frame::Type::kMap) return top.value;
    if (top.type == Frame::Type::kMessage) return top.field->append(top.field->At(top.data));
    ++top.count;
    return top.field->append(top.data);
  }

  bool Push(Frame frame) {
    frames_.push_back(std::move(frame));
    return true;
  }

  bool FieldKey(std::string_view key) {
    Frame& top = frames_.back();
    const std::vector<FieldInfo>& fields = top.message->fields;
    // Writers keep the table's order, so the key is mostly that of a field soon after the last one.
    top.field = nullptr;
    for (std::size_t i = top.count; i < fields.size() && i < top.count + 4 && top.field == nullptr; ++i) {
      if (fields[i].name == key) top.field = &fields[i];
    }
    if (top.field == nullptr) top.field = top.message->Find(key);
    if (top.field == nullptr) return unknown_ == Unknown::kSkip || UnknownKey(key);
    top.count = static_cast<std::size_t>(top.field - fields.data()) + 1;
    const std::uint64_t bit = std::uint64_t{1} << (top.count - 1);
    if ((top.seen & bit) != 0) return Fail("comes twice; accepted: once");
    top.seen |= bit;
    return true;
  }

  bool UnknownKey(std::string_view key) {
    std::string message = Cat("unknown field; ", Suggestion(key, Names(*frames_.back().message)));
    error_ = model::InvalidField(PathTo(&key), std::move(message));
    return false;
  }

  bool MapKey(std::string_view key) {
    Frame& top = frames_.back();
    top.value = nullptr;
    if (!base::IsValidUtf8(key)) return Fail(Cat("has the key ", Quoted(key), ", which is not UTF-8"));
    top.key.assign(key);
    top.value = top.field->insert(top.data, top.key);
    if (top.value != nullptr) return true;
    return Fail(Cat("has the key ", Quoted(key), " twice; accepted: once"));
  }

  bool ReadInteger(std::string_view text) {
    std::int64_t value = 0;
    const std::from_chars_result end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ptr != text.data() + text.size()) return WrongType(Shown(text));
    if (end.ec != std::errc()) {
      return Fail(Cat("is ", Shown(text), "; accepted: an integer from -9223372036854775808 to 9223372036854775807"));
    }
    *static_cast<std::int64_t*>(NewElement()) = value;
    return true;
  }

  bool ReadDouble(std::string_view text) {
    double value = 0;
    const std::from_chars_result end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc() || !std::isfinite(value)) {
      return Fail(Cat("is ", Shown(text), "; accepted: a number within the range of a double"));
    }
    *static_cast<double*>(NewElement()) = value;
    return true;
  }

  static std::string Shown(std::string_view number) {
    constexpr std::size_t kMaxShown = 60;
    return number.size() <= kMaxShown ? std::string(number) : Cat(number.substr(0, kMaxShown), "...");
  }

  bool WrongType(std::string_view found) {
    const FieldInfo* field = frames_.empty() ? nullptr : frames_.back().field;
    std::string accepted = field == nullptr ? "an object" : AcceptedElement(*field);
    if (field != nullptr && ElementField() == nullptr) {
      accepted =
          Cat(field->cardinality == Cardinality::kMap ? "an object, with each value " : "an array, each element ",
              accepted);
    }
    return Fail(Cat("is ", found, "; accepted: ", accepted));
  }

  bool Fail(std::string message) {
    error_ = model::InvalidField(Here(), std::move(message));
    return false;
  }

  // The path of what is read now; with `unknown_key`, of that key in it.
  std::string PathTo(const std::string_view* unknown_key) const {
    std::vector<Path> path;
    path.reserve(frames_.size() + 1);  // Each refers to the one before.
    const Path* parent = nullptr;
    for (const Frame& frame : frames_) {
      path.push_back(PathOf(frame, &frame == &frames_.back(), parent));
      parent = &path.back();
    }
    if (unknown_key != nullptr) path.push_back(Path{parent, *unknown_key, Path::kNoIndex, !IsFieldName(*unknown_key)});
    return path.empty() ? std::string() : path.back().ToString();
  }

  const Message& root_;
  const Unknown unknown_;
  void* const object_;
  std::vector<Frame> frames_;
  std::optional<Error> error_;
};

}  // namespace

std::optional<Error> DecodeJson(const Message& message, std::string_view json, Unknown unknown, void* object) {
  if (json.size() > kMaxBytes) return TooLarge();
  JsonDecoder decoder(message, unknown, object);
  std::optional<std::string> syntax = ParseJson(json, decoder);
  if (syntax) return model::InvalidField(decoder.Here(), *std::move(syntax));
  return decoder.TakeError();
}

}  // namespace spotwright::codec

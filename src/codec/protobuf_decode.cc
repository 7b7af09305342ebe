#include <google/protobuf/io/coded_stream.h>

#include <bit>
#include <utility>

#include "src/base/text.h"
#include "src/codec/protobuf.h"
#include "src/codec/wire.h"
#include "src/codec/wording.h"
#include "src/model/path.h"
#include "src/model/validate.h"

namespace spotwright::codec {
namespace {

using base::Cat;
using base::Quoted;
using google::protobuf::io::CodedInputStream;
using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;
using model::Path;

constexpr std::string_view kBadVarint = "is cut off, or has a varint of more than 10 bytes";
constexpr std::string_view kCutOff = "is cut off";

// Reads a length, and finds the bytes that it speaks of without consuming them. They are there: nobody reserves memory
// for a mere claim.
bool FindDelimited(CodedInputStream& input, std::string_view* bytes) {
  std::uint64_t length = 0;
  const void* data = nullptr;
  int available = 0;  // Up to the limit.
  if (!input.ReadVarint64(&length)) return false;
  input.GetDirectBufferPointerInline(&data, &available);
  if (length > static_cast<std::uint64_t>(available)) return false;
  *bytes = std::string_view(static_cast<const char*>(data), length);
  return true;
}

bool ReadString(CodedInputStream& input, std::string* text) {
  std::string_view bytes;
  if (!FindDelimited(input, &bytes)) return false;
  text->assign(bytes);
  return input.Skip(static_cast<int>(bytes.size()));
}

bool SkipValue(CodedInputStream& input, std::uint64_t wire_type) {
  std::uint64_t varint = 0;
  std::string_view bytes;
  switch (wire_type) {
    case kVarint:
      return input.ReadVarint64(&varint);
    case kFixed64:
      return input.Skip(8);
    case kFixed32:
      return input.Skip(4);
    case kLengthDelimited:
      return FindDelimited(input, &bytes) && input.Skip(static_cast<int>(bytes.size()));
    default:
      return false;
  }
}

// The key of a map's entry: the last one, as for every field; empty if there is none. What is malformed is left to
// the decoder, which reads the entry again.
std::string KeyOf(std::string_view entry) {
  CodedInputStream input(reinterpret_cast<const std::uint8_t*>(entry.data()), static_cast<int>(entry.size()));
  std::string key;
  std::uint64_t tag = 0;
  while (!input.ExpectAtEnd() && input.ReadVarint64(&tag)) {
    if (!(tag == kMapKeyTag ? ReadString(input, &key) : SkipValue(input, tag & 7))) break;
  }
  return key;
}

class ProtobufDecoder {
 public:
  ProtobufDecoder(std::string_view bytes, Unknown unknown)
      : input_(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size())),
        unknown_(unknown) {}

  std::optional<Error> TakeError() { return std::move(error_); }

  // Reads up to the limit. `path` is the object's own; `depth` counts the messages around it, itself included.
  bool Object(const Message& message, void* object, const Path* path, std::size_t depth) {
    if (depth > kMaxNesting) return Fail(path, kTooDeep);
    std::uint64_t seen = 0;
    while (!input_.ExpectAtEnd()) {
      std::uint64_t tag = 0;
      if (!input_.ReadVarint64(&tag)) return Fail(path, kBadVarint);
      const FieldInfo* field = tag <= 0xFFFFFFFF ? message.Find(static_cast<int>(tag >> 3)) : nullptr;
      if (field == nullptr) {
        if (!UnknownField(message.fields.data(), message.fields.size(), tag, path)) return false;
        continue;
      }
      seen |= std::uint64_t{1} << (field - message.fields.data());
      if (!Field(*field, tag & 7, field->At(object), path, depth)) return false;
    }
    const FieldInfo* missing = FirstMissing(message, seen);
    if (missing == nullptr) return true;
    const Path missing_path{path, missing->name};
    return Fail(&missing_path, kMissing);
  }

 private:
  bool Field(const FieldInfo& field, std::uint64_t wire_type, void* member, const Path* parent, std::size_t depth) {
    const bool repeated = field.cardinality == Cardinality::kRepeated;
    if (wire_type == kLengthDelimited) {
      if (field.cardinality == Cardinality::kMap) return MapEntry(field, member, parent, depth);
      if (IsPacked(field)) return Packed(field, member, parent);
    }
    const Path path{parent, field.name, repeated ? field.size(member) : Path::kNoIndex};
    const WireType accepted = field.cardinality == Cardinality::kMap ? kLengthDelimited : WireTypeOf(field.kind);
    if (wire_type != accepted) return WrongWireType(path, wire_type, accepted);
    // A message that comes again is merged into what is there.
    const bool merge = field.cardinality == Cardinality::kOptional && field.kind == Kind::kMessage;
    void* const element =
        merge && field.size(member) != 0 ? const_cast<void*>(field.element(member, 0)) : field.append(member);
    return Element(field, element, path, depth);
  }

  bool Packed(const FieldInfo& field, void* member, const Path* parent) {
    std::string_view numbers;
    const Path list{parent, field.name};
    if (!FindDelimited(input_, &numbers)) return BadLength(list);
    const CodedInputStream::Limit limit = input_.PushLimit(static_cast<int>(numbers.size()));
    while (!input_.ExpectAtEnd()) {
      const Path path{parent, field.name, field.size(member)};
      if (!Element(field, field.append(member), path, 0)) return false;
    }
    input_.PopLimit(limit);
    return true;
  }

  bool MapEntry(const FieldInfo& field, void* member, const Path* parent, std::size_t depth) {
    const Path map{parent, field.name};
    std::string_view entry;
    if (!FindDelimited(input_, &entry)) return BadLength(map);
    const CodedInputStream::Limit limit = input_.PushLimit(static_cast<int>(entry.size()));
    const std::string key = KeyOf(entry);
    if (!base::IsValidUtf8(key)) return Fail(&map, Cat("has the key ", Quoted(key), ", which is not UTF-8"));
    void* const value = field.insert(member, key);
    if (value == nullptr) return Fail(&map, Cat("has the key ", Quoted(key), " twice; accepted: once"));

    const Path path{&map, key, Path::kNoIndex, true};
    bool has_value = false;
    while (!input_.ExpectAtEnd()) {
      std::uint64_t tag = 0;
      if (!input_.ReadVarint64(&tag)) return Fail(&path, kBadVarint);
      if (tag == MapValueTag(field.kind)) {
        has_value = true;
        if (!Element(field, value, path, depth)) return false;
      } else if (tag == kMapKeyTag) {
        if (!SkipValue(input_, kLengthDelimited)) return BadLength(path);
      } else if (tag >> 3 == 1 || tag >> 3 == 2) {
        return WrongWireType(path, tag & 7, tag >> 3 == 1 ? kLengthDelimited : WireTypeOf(field.kind));
      } else if (!UnknownField(nullptr, 0, tag, &path)) {
        return false;
      }
    }
    input_.PopLimit(limit);
    if (has_value || field.kind != Kind::kMessage) return true;
    const FieldInfo* missing = FirstMissing(field.message(), 0);
    if (missing == nullptr) return true;
    const Path missing_path{&path, missing->name};
    return Fail(&missing_path, kMissing);
  }

  bool Element(const FieldInfo& field, void* element, const Path& path, std::size_t depth) {
    std::uint64_t bits = 0;
    switch (field.kind) {
      case Kind::kBool:
        if (!input_.ReadVarint64(&bits)) return Fail(&path, kBadVarint);
        *static_cast<bool*>(element) = bits != 0;
        return true;
      case Kind::kInt64:
        if (!input_.ReadVarint64(&bits)) return Fail(&path, kBadVarint);
        *static_cast<std::int64_t*>(element) = static_cast<std::int64_t>(bits);
        return true;
      case Kind::kDouble:
        if (!input_.ReadLittleEndian64(&bits)) return Fail(&path, kCutOff);
        *static_cast<double*>(element) = std::bit_cast<double>(bits);
        return true;
      case Kind::kString:
        return String(*static_cast<std::string*>(element), path);
      case Kind::kEnum:
        return Enum(field, element, path);
      case Kind::kMessage:
        break;
    }
    std::string_view content;
    if (!FindDelimited(input_, &content)) return BadLength(path);
    const CodedInputStream::Limit limit = input_.PushLimit(static_cast<int>(content.size()));
    if (!Object(field.message(), element, &path, depth + 1)) return false;
    input_.PopLimit(limit);
    return true;
  }

  bool String(std::string& text, const Path& path) {
    if (!ReadString(input_, &text)) return BadLength(path);
    return base::IsValidUtf8(text) || Fail(&path, Cat("is ", Quoted(text), ", which is not UTF-8"));
  }

  bool Enum(const FieldInfo& field, void* element, const Path& path) {
    std::uint64_t bits = 0;
    if (!input_.ReadVarint64(&bits)) return Fail(&path, kBadVarint);
    const auto number = static_cast<std::int64_t>(bits);
    const auto narrow = static_cast<std::int32_t>(number);
    const model::Enum& enumeration = field.enumeration();
    if (narrow != number || enumeration.Find(narrow) == nullptr) {
      return Fail(&path, Cat("is ", number, ", an unknown value; accepted: ", model::EnumNames(enumeration)));
    }
    field.set_enum(element, narrow);
    return true;
  }

  // `fields` are those that would have been known.
  bool UnknownField(const FieldInfo* fields, std::size_t count, std::uint64_t tag, const Path* path) {
    const std::uint64_t number = tag >> 3;
    if (number == 0 || tag > 0xFFFFFFFF) return Fail(path, Cat("has a malformed tag, ", tag));
    if (unknown_ == Unknown::kSkip) {
      return SkipValue(input_, tag & 7) ||
             Fail(path, Cat("is cut off at field number ", number, ", or has a wire type there that is not accepted"));
    }
    std::string accepted;
    for (std::size_t i = 0; i < count; ++i) accepted += Cat(i == 0 ? "" : ", ", fields[i].number);
    return Fail(path, Cat("has the unknown field number ", number, "; accepted: ", count == 0 ? "1, 2" : accepted));
  }

  bool WrongWireType(const Path& path, std::uint64_t found, WireType accepted) {
    return Fail(&path, Cat("has wire type ", found, "; accepted: ", static_cast<std::uint32_t>(accepted)));
  }

  bool BadLength(const Path& path) { return Fail(&path, "is cut off: its length is beyond the end"); }

  bool Fail(const Path* path, std::string_view message) {
    error_ = model::InvalidField(path == nullptr ? std::string() : path->ToString(), std::string(message));
    return false;
  }

  CodedInputStream input_;
  const Unknown unknown_;
  std::optional<Error> error_;
};

}  // namespace

std::optional<Error> DecodeProtobuf(const Message& message, std::string_view bytes, Unknown unknown, void* object) {
  if (bytes.size() > kMaxBytes) return TooLarge();
  ProtobufDecoder decoder(bytes, unknown);
  decoder.Object(message, object, nullptr, 1);
  return decoder.TakeError();
}

}  // namespace spotwright::codec

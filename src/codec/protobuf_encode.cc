#include <google/protobuf/io/coded_stream.h>

#include <bit>
#include <cstring>
#include <vector>

#include "src/codec/presence.h"
#include "src/codec/protobuf.h"
#include "src/codec/wire.h"
#include "src/codec/wording.h"

namespace spotwright::codec {
namespace {

using google::protobuf::io::CodedOutputStream;
using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;

std::uint64_t VarintOf(const FieldInfo& field, const void* element) {
  if (field.kind == Kind::kBool) return *static_cast<const bool*>(element) ? 1 : 0;
  if (field.kind == Kind::kEnum) return static_cast<std::uint64_t>(std::int64_t{field.get_enum(element)});
  return static_cast<std::uint64_t>(*static_cast<const std::int64_t*>(element));
}

// The wire format puts each length before its content, so a first walk measures and a second writes. The first notes
// what it found in the order in which the second will ask: for each message its length and which fields are written,
// for each list of numbers its length.
class Measure {
 public:
  explicit Measure(std::vector<std::uint64_t>& notes) : notes_(notes) {}

  // Of the content, without tag and length.
  std::uint64_t Object(const Message& message, const void* object) {
    const std::size_t note = notes_.size();
    notes_.resize(note + 2);
    const void* const defaults = message.defaults();
    std::uint64_t written = 0;
    std::uint64_t size = 0;
    std::uint64_t bit = 1;
    for (const FieldInfo& field : message.fields) {
      const void* const member = field.At(object);
      const bool present = field.cardinality == Cardinality::kSingular
                               ? WritesSingular(message, field, object, defaults)
                               : field.size(member) != 0;
      if (present) {
        written |= bit;
        size += Field(field, member);
      }
      bit <<= 1;
    }
    notes_[note] = size;
    notes_[note + 1] = written;
    return size;
  }

 private:
  std::uint64_t Field(const FieldInfo& field, const void* member) {
    const std::uint64_t tag = CodedOutputStream::VarintSize32(Tag(field));
    if (field.cardinality == Cardinality::kMap) return Map(field, member, tag);
    const std::size_t count = field.size(member);
    std::uint64_t size = 0;
    if (IsPacked(field)) {
      const std::size_t note = notes_.size();
      notes_.emplace_back();
      for (std::size_t i = 0; i < count; ++i) size += Element(field, field.element(member, i));
      notes_[note] = size;
      return tag + WithLength(size);
    }
    for (std::size_t i = 0; i < count; ++i) size += tag + Element(field, field.element(member, i));
    return size;
  }

  std::uint64_t Map(const FieldInfo& field, const void* member, std::uint64_t tag) {
    struct Walk {
      Measure& measure;
      const FieldInfo& field;
      std::uint64_t tag;
      std::uint64_t size = 0;
    } walk{*this, field, tag};
    field.each(member, &walk, [](void* context, const std::string& key, const void* value) {
      Walk& w = *static_cast<Walk*>(context);
      std::vector<std::uint64_t>& notes = w.measure.notes_;
      const std::size_t note = notes.size();
      notes.emplace_back();
      notes[note] = 2 + WithLength(key.size()) + w.measure.Element(w.field, value);
      w.size += w.tag + WithLength(notes[note]);
    });
    return walk.size;
  }

  std::uint64_t Element(const FieldInfo& field, const void* element) {
    switch (field.kind) {
      case Kind::kDouble:
        return sizeof(double);
      case Kind::kString:
        return WithLength(static_cast<const std::string*>(element)->size());
      case Kind::kMessage:
        return WithLength(Object(field.message(), element));
      default:
        return CodedOutputStream::VarintSize64(VarintOf(field, element));
    }
  }

  static std::uint64_t WithLength(std::uint64_t size) { return CodedOutputStream::VarintSize64(size) + size; }

  std::vector<std::uint64_t>& notes_;
};

class Writer {
 public:
  Writer(const std::uint64_t* notes, std::uint8_t* out) : notes_(notes), out_(out) {}

  void Object(const Message& message, const void* object) {
    ++notes_;  // Its length, which stands before it already.
    for (std::uint64_t written = *notes_++; written != 0; written &= written - 1) {
      const FieldInfo& field = message.fields[static_cast<std::size_t>(std::countr_zero(written))];
      Field(field, field.At(object));
    }
  }

 private:
  void Field(const FieldInfo& field, const void* member) {
    if (field.cardinality == Cardinality::kMap) return Map(field, member);
    const std::size_t count = field.size(member);
    if (IsPacked(field)) {
      PutTag(Tag(field));
      PutVarint(*notes_++);
      for (std::size_t i = 0; i < count; ++i) Element(field, field.element(member, i));
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      PutTag(Tag(field));
      Element(field, field.element(member, i));
    }
  }

  void Map(const FieldInfo& field, const void* member) {
    struct Walk {
      Writer& writer;
      const FieldInfo& field;
    } walk{*this, field};
    field.each(member, &walk, [](void* context, const std::string& key, const void* value) {
      const Walk& w = *static_cast<Walk*>(context);
      w.writer.PutTag(Tag(w.field));
      w.writer.PutVarint(*w.writer.notes_++);
      w.writer.PutTag(kMapKeyTag);
      w.writer.PutString(key);
      w.writer.PutTag(MapValueTag(w.field.kind));
      w.writer.Element(w.field, value);
    });
  }

  void Element(const FieldInfo& field, const void* element) {
    switch (field.kind) {
      case Kind::kDouble:
        out_ = CodedOutputStream::WriteLittleEndian64ToArray(
            std::bit_cast<std::uint64_t>(*static_cast<const double*>(element)), out_);
        return;
      case Kind::kString:
        PutString(*static_cast<const std::string*>(element));
        return;
      case Kind::kMessage:
        PutVarint(*notes_);
        Object(field.message(), element);
        return;
      default:
        PutVarint(VarintOf(field, element));
    }
  }

  void PutTag(std::uint32_t tag) { out_ = CodedOutputStream::WriteTagToArray(tag, out_); }
  void PutVarint(std::uint64_t value) { out_ = CodedOutputStream::WriteVarint64ToArray(value, out_); }
  void PutString(const std::string& text) {
    PutVarint(text.size());
    std::memcpy(out_, text.data(), text.size());
    out_ += text.size();
  }

  const std::uint64_t* notes_;
  std::uint8_t* out_;
};

}  // namespace

Result<std::string> EncodeProtobuf(const Message& message, const void* object) {
  std::vector<std::uint64_t> notes;
  const std::uint64_t size = Measure(notes).Object(message, object);
  if (size > kMaxBytes) return TooLarge();
  std::string out(size, '\0');
  Writer(notes.data(), reinterpret_cast<std::uint8_t*>(out.data())).Object(message, object);
  return out;
}

}  // namespace spotwright::codec

// Which fields are written: one rule for both codecs, so that JSON and wire format say the same.
#ifndef SPOTWRIGHT_SRC_CODEC_PRESENCE_H_
#define SPOTWRIGHT_SRC_CODEC_PRESENCE_H_

#include "src/model/field.h"

namespace spotwright::codec {

// Whether a singular field is written. `defaults` is the message's default object.
//
// One that equals its default is left out, unless it is required or the message writes its defaults. Even then two
// things stay out, since no reader would accept them: an enum that is not set, and a message that is not set although
// a field in it is required.
inline bool WritesSingular(const model::Message& message, const model::FieldInfo& field, const void* object,
                           const void* defaults) {
  if (!field.equals_default(object, defaults)) return true;
  if (!field.required && !message.write_defaults) return false;
  if (field.kind == model::Kind::kEnum) return field.get_enum(field.At(object)) != 0;
  return field.kind != model::Kind::kMessage || field.message().required_fields == 0;
}

}  // namespace spotwright::codec

#endif  // SPOTWRIGHT_SRC_CODEC_PRESENCE_H_

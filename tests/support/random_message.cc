#include "tests/support/random_message.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "src/decisions.h"
#include "src/model/reach.h"

namespace spotwright::test {
namespace {

using base::Random;
using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;

// Below this depth lists, maps and optionals stay empty, so that messages that hold themselves come to an end.
constexpr int kMaxDepth = 6;

void AppendCharacter(std::string& out, std::uint32_t c) {
  const auto byte = [&out](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6);
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | c >> 12);
    byte(0x80 | (c >> 6 & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | c >> 18);
    byte(0x80 | (c >> 12 & 0x3F));
    byte(0x80 | (c >> 6 & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

std::uint32_t RandomCharacter(Random& random, std::uint64_t style) {
  constexpr std::uint32_t kSurrogates = 0xD800;
  constexpr std::uint32_t kSurrogateCount = 0x800;
  constexpr std::uint32_t kEnd = 0x110000;
  if (style == 0) return 'a' + static_cast<std::uint32_t>(random.Below(26));
  if (style == 1) return static_cast<std::uint32_t>(random.Below(0x80));  // Control characters, quotes, backslashes.
  const auto c = static_cast<std::uint32_t>(random.Below(style == 2 ? 0x3000 : kEnd - kSurrogateCount));
  return c < kSurrogates ? c : c + kSurrogateCount;
}

std::int64_t RandomInteger(Random& random, std::int64_t low, std::int64_t high) {
  switch (random.Below(4)) {
    case 0:
      return low;
    case 1:
      return high;
    case 2:
      if (low <= 0 && 0 <= high) return 0;
      [[fallthrough]];
    default: {
      // Of any size, not mostly of the greatest. Unsigned, since the distance may exceed 2^63.
      const auto distance = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
      const std::uint64_t step = random.Next() >> random.Below(64);
      const std::uint64_t offset = distance == ~std::uint64_t{0} ? step : step % (distance + 1);
      return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
    }
  }
}

double RandomDouble(Random& random, double low, double high) {
  constexpr double kDenormal = 5e-324;
  switch (random.Below(6)) {
    case 0:
      return low;
    case 1:
      return high;
    case 2:
      return low <= 0 && 0 <= high ? 0 : low;
    case 3:
      return low <= kDenormal && kDenormal <= high ? kDenormal : high;
    case 4: {
      const double any = std::bit_cast<double>(random.Next());  // Of any size; perhaps not even a number.
      if (any >= low && any <= high && any != 0) return any;
      [[fallthrough]];
    }
    default: {
      const double share = random.Unit();
      return low * (1 - share) + high * share;  // high - low may be infinite.
    }
  }
}

void FillObject(const Message& message, Random& random, void* object, int depth);

void FillElement(const FieldInfo& field, Random& random, void* element, int depth) {
  switch (field.kind) {
    case Kind::kBool:
      *static_cast<bool*>(element) = random.Below(2) == 0;
      return;
    case Kind::kInt64:
      *static_cast<std::int64_t*>(element) = RandomInteger(random, field.min_integer, field.max_integer);
      return;
    case Kind::kDouble:
      *static_cast<double*>(element) = RandomDouble(random, field.min, field.max);
      return;
    case Kind::kString: {
      std::string text = RandomString(random);
      if (field.required && text.empty()) text = "needed";
      *static_cast<std::string*>(element) = std::move(text);
      return;
    }
    case Kind::kEnum: {
      const auto& values = field.enumeration().values;
      field.set_enum(element, values[random.Below(values.size())].number);
      return;
    }
    case Kind::kMessage:
      FillObject(field.message(), random, element, depth + 1);
      return;
  }
}

// Whether the default is itself a valid value.
bool MayKeepDefault(const FieldInfo& field, const void* element) {
  if (field.kind == Kind::kEnum) return field.get_enum(element) != 0;
  return !field.required && field.kind != Kind::kMessage;
}

void FillFields(const Message& message, Random& random, void* object, int depth) {
  for (const FieldInfo& field : message.fields) {
    void* const member = field.At(object);
    if (field.cardinality == Cardinality::kSingular) {
      if (MayKeepDefault(field, member) && random.Below(3) == 0) continue;
      FillElement(field, random, member, depth);
      continue;
    }
    if (depth >= kMaxDepth || random.Below(2) == 0) continue;
    const std::uint64_t count = field.cardinality == Cardinality::kOptional ? 1 : 1 + random.Below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
      const bool map = field.cardinality == Cardinality::kMap;
      void* const element = map ? field.insert(member, RandomString(random)) : field.append(member);
      if (element != nullptr) FillElement(field, random, element, depth);
    }
  }
}

// Where a table has a check between fields, what fails it is drawn anew.
void FillObject(const Message& message, Random& random, void* object, int depth) {
  for (; message.check != nullptr; random.Next()) {
    Random again = random;
    model::Object trial(message);
    FillFields(message, again, trial.data(), depth);
    if (!message.check(trial.data())) break;
  }
  FillFields(message, random, object, depth);
}

}  // namespace

std::vector<const Message*> AllMessages() {
  std::vector<const Message*> roots;
  for (const Decision& decision : Decisions()) {
    roots.push_back(&decision.request());
    roots.push_back(&decision.response());
  }
  return model::Reach(roots).messages;
}

void FillRandom(const Message& message, Random& random, void* object) { FillObject(message, random, object, 0); }

std::string RandomString(Random& random) {
  constexpr std::uint64_t kLong = 300;
  std::string text;
  if (random.Below(5) == 0) return text;
  const std::uint64_t length = random.Below(50) == 0 ? kLong : 1 + random.Below(20);
  const std::uint64_t style = random.Below(4);
  for (std::uint64_t i = 0; i < length; ++i) AppendCharacter(text, RandomCharacter(random, style));
  return text;
}

bool SameContent(const Message& message, const void* a, const void* b) {
  return std::all_of(message.fields.begin(), message.fields.end(),
                     [&](const FieldInfo& field) { return field.equals_default(a, b); });
}

}  // namespace spotwright::test

// What every field table must hold to, so that codecs, generators and readers can rely on it.
#include "src/model/field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "src/decisions.h"
#include "src/model/reach.h"
#include "src/model/validate.h"
#include "tests/support/random_message.h"

namespace spotwright::model {
namespace {

constexpr int kReservedByProtobufFirst = 19000;
constexpr int kReservedByProtobufLast = 19999;
constexpr std::size_t kMostFields = 64;

bool IsSnakeCase(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' && name.back() != '_' &&
         std::all_of(name.begin(), name.end(), allowed) && name.find("__") == std::string_view::npos;
}

bool IsCamelCase(std::string_view name) {
  const auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  return !name.empty() && name.front() >= 'A' && name.front() <= 'Z' && std::all_of(name.begin(), name.end(), allowed);
}

bool IsSentence(std::string_view doc) {
  return doc.size() > 3 && (doc.back() == '.' || doc.back() == ')') && doc.find('\n') == std::string_view::npos;
}

Reached Everything() {
  std::vector<const Message*> roots;
  for (const Decision& decision : Decisions()) {
    roots.push_back(&decision.request());
    roots.push_back(&decision.response());
  }
  return Reach(roots);
}

TEST(Fields, MessagesAndEnumsHaveUniqueNames) {
  std::set<std::string_view> names;
  for (const Message* message : Everything().messages) {
    EXPECT_TRUE(IsCamelCase(message->name)) << message->name;
    EXPECT_TRUE(names.insert(message->name).second) << message->name;
  }
  for (const Enum* enumeration : Everything().enums) {
    EXPECT_TRUE(IsCamelCase(enumeration->name)) << enumeration->name;
    EXPECT_TRUE(names.insert(enumeration->name).second) << enumeration->name;
  }
}

TEST(Fields, NumbersAscendAndRetiredOnesStayRetired) {
  for (const Message* message : Everything().messages) {
    SCOPED_TRACE(message->name);
    EXPECT_FALSE(message->fields.empty());
    EXPECT_LE(message->fields.size(), kMostFields);
    int last = 0;
    for (const FieldInfo& field : message->fields) {
      SCOPED_TRACE(field.name);
      EXPECT_GT(field.number, last);
      last = field.number;
      EXPECT_FALSE(field.number >= kReservedByProtobufFirst && field.number <= kReservedByProtobufLast);
      EXPECT_EQ(std::count(message->retired.begin(), message->retired.end(), field.number), 0);
    }
    EXPECT_LE(last, 536870911);
  }
}

TEST(Fields, AreFoundByNameAndNumber) {
  for (const Message* message : Everything().messages) {
    SCOPED_TRACE(message->name);
    for (std::size_t i = 0; i < message->fields.size(); ++i) {
      const FieldInfo& field = message->fields[i];
      EXPECT_TRUE(IsSnakeCase(field.name)) << field.name;
      EXPECT_EQ(message->Find(field.name), &field) << field.name << " is not unique";
      EXPECT_EQ(message->Find(field.number), &field) << field.number << " is not unique";
      EXPECT_EQ((message->required_fields >> i & 1) != 0, field.required);
    }
    EXPECT_EQ(message->Find("no_such_field"), nullptr);
    EXPECT_EQ(message->Find(0), nullptr);
    EXPECT_EQ(message->Find(-1), nullptr);
    EXPECT_EQ(message->Find(536870911), nullptr);
  }
}

TEST(Fields, EverythingIsDocumented) {
  for (const Message* message : Everything().messages) {
    EXPECT_TRUE(IsSentence(message->doc)) << message->name << ": " << message->doc;
    for (const FieldInfo& field : message->fields) {
      EXPECT_TRUE(IsSentence(field.doc)) << message->name << "." << field.name << ": " << field.doc;
    }
  }
  for (const Enum* enumeration : Everything().enums) {
    EXPECT_TRUE(IsSentence(enumeration->doc)) << enumeration->name;
    for (const EnumValue& value : enumeration->values) {
      EXPECT_TRUE(IsSentence(value.doc)) << enumeration->name << "." << value.name;
    }
  }
}

TEST(Fields, EnumValuesAreUniqueAndAboveZero) {
  for (const Enum* enumeration : Everything().enums) {
    SCOPED_TRACE(enumeration->name);
    EXPECT_FALSE(enumeration->values.empty());
    std::int32_t last = 0;
    for (const EnumValue& value : enumeration->values) {
      SCOPED_TRACE(value.name);
      EXPECT_TRUE(IsSnakeCase(value.name));
      EXPECT_GT(value.number, last);
      last = value.number;
      EXPECT_EQ(enumeration->Find(value.number), &value);
      EXPECT_EQ(enumeration->Find(value.name), &value) << "is not unique";
    }
    EXPECT_EQ(enumeration->Find(0), nullptr);
    EXPECT_EQ(enumeration->Find(""), nullptr);
  }
}

TEST(Fields, RangesAreNotEmptyAndAgree) {
  for (const Message* message : Everything().messages) {
    for (const FieldInfo& field : message->fields) {
      SCOPED_TRACE(std::string(message->name) + "." + std::string(field.name));
      EXPECT_LE(field.min, field.max);
      // Between two neighbours there may well be no whole number.
      if (field.kind != Kind::kDouble) {
        EXPECT_LE(field.min_integer, field.max_integer);
      }
    }
  }
}

// Absent on the wire means the default, and an absent list or map is an empty one. A message within a message must
// have its own defaults: written with its defaults left out, it is read into the outer message's default.
TEST(Fields, DefaultsAreWhatTheWireLeavesOut) {
  for (const Message* message : Everything().messages) {
    for (const FieldInfo& field : message->fields) {
      SCOPED_TRACE(std::string(message->name) + "." + std::string(field.name));
      const void* const member = field.At(message->defaults());
      if (field.cardinality != Cardinality::kSingular) {
        EXPECT_EQ(field.size(member), 0u);
      } else if (field.kind == Kind::kMessage) {
        EXPECT_TRUE(test::SameContent(field.message(), member, field.message().defaults()));
      }
    }
  }
}

// A default is a valid value, unless the field must be given: what is required, and an enum that has no default.
TEST(Fields, DefaultsAreValid) {
  for (const Message* message : Everything().messages) {
    SCOPED_TRACE(message->name);
    Object object(*message);
    for (const FieldInfo& field : message->fields) {
      if (field.cardinality != Cardinality::kSingular || field.kind == Kind::kMessage || field.required) continue;
      SCOPED_TRACE(field.name);
      const void* const element = field.At(object.data());
      if (field.kind == Kind::kInt64) {
        EXPECT_GE(*static_cast<const std::int64_t*>(element), field.min_integer);
        EXPECT_LE(*static_cast<const std::int64_t*>(element), field.max_integer);
      } else if (field.kind == Kind::kDouble) {
        EXPECT_GE(*static_cast<const double*>(element), field.min);
        EXPECT_LE(*static_cast<const double*>(element), field.max);
      } else if (field.kind == Kind::kEnum) {
        const std::int32_t number = field.get_enum(element);
        EXPECT_TRUE(number == 0 || field.enumeration().Find(number) != nullptr) << number;
      }
    }
  }
}

// An object of a new type is made by the table alone.
TEST(Fields, ObjectsOwnWhatTheyHold) {
  for (const Message* message : Everything().messages) {
    Object object(*message);
    EXPECT_TRUE(test::SameContent(*message, object.data(), message->defaults())) << message->name;
    const Object moved(std::move(object));
    EXPECT_EQ(&moved.message(), message);
    EXPECT_NE(moved.data(), nullptr);
  }
}

TEST(Decisions, AreFoundByTheirVerbs) {
  std::set<std::string_view> verbs;
  for (const Decision& decision : Decisions()) {
    EXPECT_TRUE(IsSnakeCase(decision.verb)) << decision.verb;
    EXPECT_TRUE(IsSentence(decision.doc)) << decision.verb;
    EXPECT_TRUE(verbs.insert(decision.verb).second) << decision.verb;
    EXPECT_EQ(FindDecision(decision.verb), &decision);
  }
  EXPECT_EQ(FindDecision("no_such_verb"), nullptr);
  EXPECT_EQ(FindDecision(""), nullptr);
}

}  // namespace
}  // namespace spotwright::model

// Messages of the tests' own: every kind of field in every cardinality, defaults that are not zero, and nesting without
// end.
#ifndef SPOTWRIGHT_TESTS_CODEC_EVERY_KIND_H_
#define SPOTWRIGHT_TESTS_CODEC_EVERY_KIND_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "src/model/field.h"

namespace spotwright::test {

enum class Color : std::int32_t { kRed = 1, kGreen = 2, kBlue = 200 };

struct Leaf {
  std::string name;
  std::int64_t weight = 0;

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

struct EveryKind {
  bool flag = true;
  std::int64_t count = 7;
  double ratio = 0.5;
  std::string text = "word";
  Color color = Color::kGreen;
  Leaf leaf;
  std::optional<bool> maybe_flag;
  std::optional<std::int64_t> maybe_count;
  std::optional<double> maybe_ratio;
  std::optional<std::string> maybe_text;
  std::optional<Color> maybe_color;
  std::optional<Leaf> maybe_leaf;
  std::vector<std::int64_t> counts;
  std::vector<double> ratios;
  std::vector<std::string> texts;
  std::vector<Color> colors;
  std::vector<Leaf> leaves;
  std::map<std::string, bool> flag_by_name;
  std::map<std::string, std::int64_t> count_by_name;
  std::map<std::string, double> ratio_by_name;
  std::map<std::string, std::string> text_by_name;
  std::map<std::string, Color> color_by_name;
  std::map<std::string, Leaf> leaf_by_name;

  friend bool operator==(const EveryKind&, const EveryKind&) = default;
};

// The same kinds in a message that writes its defaults.
struct Verbose {
  bool flag = false;
  std::int64_t count = 0;
  double ratio = 0;
  std::string text;
  Color color = Color::kRed;
  Color unset = {};
  EveryKind all;
  Leaf leaf;
  std::optional<std::int64_t> maybe_count;
  std::vector<std::int64_t> counts;
  std::map<std::string, std::string> text_by_name;

  friend bool operator==(const Verbose&, const Verbose&) = default;
};

struct Needy {
  std::int64_t count = 0;
  Color color = {};
  std::string text;

  friend bool operator==(const Needy&, const Needy&) = default;
};

struct Tree {
  std::vector<Tree> children;
  std::map<std::string, Tree> child_by_name;
  std::optional<Needy> needy;
  std::map<std::string, Needy> needy_by_name;

  friend bool operator==(const Tree&, const Tree&) = default;
};

}  // namespace spotwright::test

namespace spotwright::model {

template <>
inline const Enum& EnumOf<test::Color>() {
  static const Enum kTable{"Color", "A color.", {{1, "red", "Red."}, {2, "green", "Green."}, {200, "blue", "Blue."}}};
  return kTable;
}

template <>
inline const Message& MessageOf<test::Leaf>() {
  using test::Leaf;
  static const Message kTable = Describe<Leaf>("Leaf", "A leaf.",
                                               {
                                                   Field<&Leaf::name>(1, "name", "Its name."),
                                                   Field<&Leaf::weight>(2, "weight", "Its weight."),
                                               });
  return kTable;
}

template <>
inline const Message& MessageOf<test::EveryKind>() {
  using test::EveryKind;
  static const Message kTable = Describe<EveryKind>("EveryKind", "Every kind in every cardinality.",
                                                    {
                                                        Field<&EveryKind::flag>(1, "flag", "A bool."),
                                                        Field<&EveryKind::count>(2, "count", "An int64."),
                                                        Field<&EveryKind::ratio>(3, "ratio", "A double."),
                                                        Field<&EveryKind::text>(4, "text", "A string."),
                                                        Field<&EveryKind::color>(5, "color", "An enum."),
                                                        Field<&EveryKind::leaf>(6, "leaf", "A message."),
                                                        Field<&EveryKind::maybe_flag>(7, "maybe_flag", "Optional."),
                                                        Field<&EveryKind::maybe_count>(8, "maybe_count", "Optional."),
                                                        Field<&EveryKind::maybe_ratio>(9, "maybe_ratio", "Optional."),
                                                        Field<&EveryKind::maybe_text>(10, "maybe_text", "Optional."),
                                                        Field<&EveryKind::maybe_color>(11, "maybe_color", "Optional."),
                                                        Field<&EveryKind::maybe_leaf>(12, "maybe_leaf", "Optional."),
                                                        Field<&EveryKind::counts>(13, "counts", "Repeated."),
                                                        Field<&EveryKind::ratios>(14, "ratios", "Repeated."),
                                                        Field<&EveryKind::texts>(15, "texts", "Repeated."),
                                                        Field<&EveryKind::colors>(16, "colors", "Repeated."),
                                                        Field<&EveryKind::leaves>(17, "leaves", "Repeated."),
                                                        Field<&EveryKind::flag_by_name>(20, "flag_by_name", "Map."),
                                                        Field<&EveryKind::count_by_name>(21, "count_by_name", "Map."),
                                                        Field<&EveryKind::ratio_by_name>(22, "ratio_by_name", "Map."),
                                                        Field<&EveryKind::text_by_name>(23, "text_by_name", "Map."),
                                                        Field<&EveryKind::color_by_name>(24, "color_by_name", "Map."),
                                                        Field<&EveryKind::leaf_by_name>(3000, "leaf_by_name", "Map."),
                                                    });
  return kTable;
}

template <>
inline const Message& MessageOf<test::Verbose>() {
  using test::Verbose;
  static const Message kTable = Describe<Verbose>("Verbose", "Writes its defaults.",
                                                  {
                                                      Field<&Verbose::flag>(1, "flag", "A bool."),
                                                      Field<&Verbose::count>(2, "count", "An int64."),
                                                      Field<&Verbose::ratio>(3, "ratio", "A double."),
                                                      Field<&Verbose::text>(4, "text", "A string."),
                                                      Field<&Verbose::color>(5, "color", "An enum."),
                                                      Field<&Verbose::unset>(6, "unset", "An enum without default."),
                                                      Field<&Verbose::all>(7, "all", "A message."),
                                                      Field<&Verbose::leaf>(8, "leaf", "A message."),
                                                      Field<&Verbose::maybe_count>(9, "maybe_count", "Optional."),
                                                      Field<&Verbose::counts>(10, "counts", "Repeated."),
                                                      Field<&Verbose::text_by_name>(11, "text_by_name", "Map."),
                                                  })
                                    .WriteDefaults();
  return kTable;
}

template <>
inline const Message& MessageOf<test::Needy>() {
  using test::Needy;
  static const Message kTable = Describe<Needy>("Needy", "Its fields are required.",
                                                {
                                                    Field<&Needy::count>(1, "count", "Required.").Required(),
                                                    Field<&Needy::color>(2, "color", "Required.").Required(),
                                                    Field<&Needy::text>(3, "text", "Required.").Required(),
                                                });
  return kTable;
}

template <>
inline const Message& MessageOf<test::Tree>() {
  using test::Tree;
  static const Message kTable = Describe<Tree>("Tree", "Holds itself.",
                                               {
                                                   Field<&Tree::children>(1, "children", "Trees."),
                                                   Field<&Tree::child_by_name>(2, "child_by_name", "Trees."),
                                                   Field<&Tree::needy>(3, "needy", "Optional."),
                                                   Field<&Tree::needy_by_name>(4, "needy_by_name", "Map."),
                                               });
  return kTable;
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_TESTS_CODEC_EVERY_KIND_H_

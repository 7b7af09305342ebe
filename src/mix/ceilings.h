// Ceilings: limits that several pools share.
#ifndef SPOTWRIGHT_SRC_MIX_CEILINGS_H_
#define SPOTWRIGHT_SRC_MIX_CEILINGS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace spotwright::mix {

// Which instances of a pool count.
enum class Counts : std::uint8_t {
  kAll,        // Those of the mix.
  kNew,        // Those above what is held.
  kAllAtOnce,  // Those of the mix or those held, whichever are more: launches are ready before anything ends.
};

// The sum over its members of amount x instances may not exceed the limit.
struct Ceiling {
  struct Member {
    std::size_t pool = 0;
    std::int64_t amount = 1;  // That one instance takes; at least 1.
  };
  std::string path;  // Of the rule in the request.
  std::int64_t limit = 0;
  Counts counts = Counts::kAll;
  std::vector<Member> members;
};

// Ceilings by pool.
struct CeilingIndex {
  // `held`: instances that run, of each pool. The ceilings must outlive the index.
  CeilingIndex(const std::vector<Ceiling>& all_ceilings, std::vector<std::int64_t> held_instances);

  struct Part {
    std::size_t ceiling;
    std::int64_t amount;
  };
  const std::vector<Ceiling>* ceilings;
  std::vector<std::int64_t> held;
  std::vector<std::vector<Part>> parts;  // Of each pool.
};

// What the pools' instances take of the ceilings. The index must outlive it.
class Usage {
 public:
  static constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max() / 4;

  // Of mixes that are given as instances of each pool; to begin with none.
  explicit Usage(const CeilingIndex& index);

  void Set(std::size_t pool, std::int64_t instances);

  // The most instances that the pool can have while the others stay as they are; at least 0.
  std::int64_t Most(std::size_t pool) const;

  // The ceiling that Most is due to; the first of several.
  std::optional<std::size_t> Narrowest(std::size_t pool) const;

  // Whether every ceiling is kept, or exceeded by no more than before.
  bool IsWithinOr(const Usage& before) const;

 private:
  struct Bound {
    std::int64_t instances = kNoLimit;
    std::optional<std::size_t> ceiling;
  };

  std::int64_t Taken(std::size_t pool, const CeilingIndex::Part& part) const;
  Bound BoundOf(std::size_t pool) const;

  const CeilingIndex* index_;
  std::vector<std::int64_t> instances_;
  std::vector<std::int64_t> used_;  // Of each ceiling.
};

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_CEILINGS_H_

// Notes: what is to be said, collected node by node and told once.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_NOTES_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_NOTES_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/reason.h"

namespace spotwright::interruption {

// In the order in which they are told.
enum class Note : std::int32_t {
  kSuspended,
  kZoneLost,
  kPoolLost,
  kVanished,
  kNoPoolFits,
  kPoolsCooling,
  kQuotaExhausted,
  kFrozen,
  kZoneOfLastResort,
  kGivenUp,
  kUnheardOf,
  kEndDidNotCome,
  kEvictionInQuietWindow,
  kQuietWindow,
  kRecommended,
  kNotWorthIt,
  kRateLimited,
  kTooYoung,
  kHindered,
  kNeverCame,
  kReplacementInTrouble,
  kCameToNothing,
  kDrainFailed,
  kMostNotReady,
  kCameBack,
  kFreezeEndured,
  kReturns,
  kOwnerEnds,
  kControlPlane,
  kUnknownMachine,
  kCount,
};

class Notes {
 public:
  // `subject`: the node, pool or zone that it is about.
  void Add(Note note, std::string subject);

  bool Has(Note note) const { return !subjects_[static_cast<std::size_t>(note)].empty(); }

  // One reason for each note, with its subjects as paths, ascending.
  std::vector<Reason> Reasons() const;

 private:
  std::array<std::vector<std::string>, static_cast<std::size_t>(Note::kCount)> subjects_;
};

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_NOTES_H_

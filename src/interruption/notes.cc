#include "src/interruption/notes.h"

#include <algorithm>
#include <utility>

#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::interruption {
namespace {

using base::Cat;
using model::MakeReason;

// "node-1", "3 nodes"
std::string Subjects(const std::vector<std::string>& subjects, const char* plural) {
  return subjects.size() == 1 ? subjects.front() : Cat(subjects.size(), " ", plural);
}

Reason Say(Note note, const std::vector<std::string>& subjects) {
  const std::string nodes = Subjects(subjects, "nodes");
  const bool one = subjects.size() == 1;
  switch (note) {
    case Note::kSuspended:
      return MakeReason("subscription_suspended",
                        "Every spot pool went at once and without notice, in several zones: the subscription seems "
                        "suspended or out of credit. Nothing is launched and on-demand is left as it is; check the "
                        "subscription.");
    case Note::kZoneLost:
      return MakeReason("zone_lost", Cat("Most nodes of ", Subjects(subjects, "zones"),
                                         " were lost together: nothing new goes there for a while."));
    case Note::kPoolLost:
      return MakeReason("pool_lost", Cat("Several nodes of ", Subjects(subjects, "pools"),
                                         " were lost within minutes: the whole pool is treated as lost."));
    case Note::kVanished:
      return MakeReason("node_vanished", Cat(nodes, one ? " is" : " are", " gone without a notice."));
    case Note::kNoPoolFits:
      return MakeReason("no_pool_fits", Cat("No offer holds what runs on ", nodes, "."));
    case Note::kPoolsCooling:
      return MakeReason("pools_cooling", Cat("The offers that would hold what runs on ", nodes,
                                             " cool, are out of stock or about to lose nodes themselves."));
    case Note::kQuotaExhausted:
      return MakeReason("quota_exhausted", Cat("Quotas leave no room to replace ", nodes, "."));
    case Note::kFrozen:
      return MakeReason("on_demand_frozen", Cat(nodes, " on on-demand ", one ? "is" : "are",
                                                " not touched while the subscription seems suspended."));
    case Note::kZoneOfLastResort:
      return MakeReason("zone_of_last_resort", Cat("For ", nodes, " no zone but a cooling one is left."));
    case Note::kGivenUp:
      return MakeReason("replacement_given_up",
                        Cat("For an hour there was no replacement for ", nodes, "; no more is tried."));
    case Note::kUnheardOf:
      return MakeReason("replacement_unheard_of",
                        Cat("Nothing was told of the replacement of ", nodes, "; it is taken as having come."));
    case Note::kEndDidNotCome:
      return MakeReason("end_did_not_come",
                        Cat(nodes, " still ", one ? "runs" : "run", " long after the end: un-cordoned."));
    case Note::kEvictionInQuietWindow:
      return MakeReason("eviction_in_quiet_window",
                        Cat("Pods of ", nodes, " are evicted in a quiet window: the end leaves no choice."));
    case Note::kQuietWindow:
      return MakeReason("quiet_window", Cat("Nothing is moved from ", nodes, " until the quiet window ends."));
    case Note::kRecommended:
      return MakeReason("rebalance_recommended",
                        Cat("The provider recommends to leave ", nodes, "; the policy only tells so."));
    case Note::kNotWorthIt:
      return MakeReason("rebalance_not_worth_it",
                        Cat("To replace ", nodes, " ahead costs more than the interruption is likely to."));
    case Note::kRateLimited:
      return MakeReason("rebalance_rate_limited",
                        Cat(nodes, one ? " waits" : " wait", " until fewer nodes are replaced for a recommendation."));
    case Note::kTooYoung:
      return MakeReason("node_too_young", Cat(nodes, one ? " has" : " have",
                                              " run too short a time to be replaced for a recommendation."));
    case Note::kHindered:
      return MakeReason("drain_hindered",
                        Cat(nodes, one ? " holds" : " hold", " pods that may not be moved of one's own accord."));
    case Note::kNeverCame:
      return MakeReason("replacement_never_came",
                        Cat("The replacement of ", nodes, " did not come in time: un-cordoned, and kept."));
    case Note::kReplacementInTrouble:
      return MakeReason("replacement_in_trouble",
                        Cat("The replacement of ", nodes, " is not ready, or is to go itself: un-cordoned, and kept."));
    case Note::kCameToNothing:
      return MakeReason(
          "recommendation_came_to_nothing",
          Cat("No interruption of ", nodes, " followed the recommendation: un-cordoned. The replacement is spare."));
    case Note::kDrainFailed:
      return MakeReason("drain_failed", Cat("Pods of ", nodes, " did not leave in time: un-cordoned, and kept."));
    case Note::kMostNotReady:
      return MakeReason("most_nodes_not_ready",
                        Cat(nodes,
                            " of the cluster are not ready at once: rather a fault of the network or the control "
                            "plane than of nodes. None is replaced."));
    case Note::kCameBack:
      return MakeReason("node_came_back", Cat(nodes, one ? " is" : " are", " back."));
    case Note::kFreezeEndured:
      return MakeReason("freeze_endured", Cat(nodes, one ? " pauses" : " pause", " for a moment; its pods stay."));
    case Note::kReturns:
      return MakeReason("node_returns",
                        Cat(nodes, one ? " goes and comes" : " go and come", " back: drained, and not replaced."));
    case Note::kOwnerEnds:
      return MakeReason("owner_ends_node", Cat(nodes, one ? " is" : " are", " ended by the owner: not replaced."));
    case Note::kControlPlane:
      return MakeReason("control_plane_interrupted",
                        Cat("An event is about ", nodes, " of the control plane, which nothing here touches."));
    case Note::kUnknownMachine:
      return MakeReason("unknown_machine", Cat("Events are about ", Subjects(subjects, "machines"), " that ",
                                               one ? "is" : "are", " not among the nodes."));
    case Note::kCount:
      break;
  }
  return {};
}

}  // namespace

void Notes::Add(Note note, std::string subject) {
  subjects_[static_cast<std::size_t>(note)].push_back(std::move(subject));
}

std::vector<Reason> Notes::Reasons() const {
  std::vector<Reason> reasons;
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    if (subjects_[i].empty()) continue;
    std::vector<std::string> subjects = subjects_[i];
    std::sort(subjects.begin(), subjects.end());
    subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
    Reason reason = Say(static_cast<Note>(i), subjects);
    reason.numbers = {{"count", static_cast<double>(subjects.size())}};
    reason.paths = std::move(subjects);
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

}  // namespace spotwright::interruption

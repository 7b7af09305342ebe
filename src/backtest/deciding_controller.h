// DecidingController: runs the cluster by the library's decisions alone: respond, launch, decide_mix, pack,
// return_to_spot, balance_zones. What it adds is the wiring: it turns what it hears into requests, and answers into
// acts.
//
// Each tick: respond answers what was heard; what is missing of the need beside is ordered, on what pack chooses for
// pods that wait and decide_mix for the rest; what is too much is drained, in the zone that balance_zones names;
// return_to_spot moves on-demand nodes back; launch carries all orders.
#ifndef SPOTWRIGHT_SRC_BACKTEST_DECIDING_CONTROLLER_H_
#define SPOTWRIGHT_SRC_BACKTEST_DECIDING_CONTROLLER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "spotwright/decide_mix.h"
#include "spotwright/launch.h"
#include "spotwright/respond.h"
#include "spotwright/return_to_spot.h"
#include "src/backtest/controller.h"

namespace spotwright::backtest {

struct ControllerSettings {
  RespondPolicy respond;
  LaunchPolicy launch;
  MixPolicy mix;
  ReturnSettings returns;
  bool return_to_spot = true;
  std::int64_t drain_ms = 300'000;          // Of nodes that are given up without any trouble. Failing, they stay,
  std::int64_t drain_again_ms = 1'200'000;  // until then at least.
  std::int64_t mend_ms = 900'000;           // After so long somebody has mended what stopped an order, or has checked a
                                            // subscription that seemed suspended.
};

class DecidingController : public Controller {
 public:
  // The world must outlive it; only what does not change with time is read of it.
  DecidingController(const World& world, ControllerSettings settings);

  std::int64_t Run(const Sight& sight, Hands& hands) override;
  void Restart() override;
  const std::vector<std::string>& complaints() const override { return complaints_; }

 private:
  enum class Purpose { kFill, kReplace, kReturn };

  // An order that stands.
  struct Want {
    std::int64_t number = 0;
    std::string name;
    Purpose purpose = Purpose::kFill;
    std::int64_t nodes = 1;
    std::int64_t victim = -1;     // The machine that it takes the place of,
    bool victim_is_lost = false;  // in any case.
    std::string launch_id;        // Of respond.
    std::vector<LaunchCandidate> candidates;
    std::int64_t generation = 1;
    std::int64_t stopped_ms = kNever;
    std::vector<std::int64_t> machines;  // That came of it and are alive. Remade at every run.
  };
  // A machine that is drained: by respond's word from begin_ms on, or by our own until deadline_ms.
  struct Leaver {
    std::int64_t machine = -1;
    std::int64_t replacement = -1;
    std::int64_t begin_ms = 0;
    std::int64_t deadline_ms = kNever;  // Of our own drains.
    std::int64_t end_ms = kNever;       // When it is to be ended whatever runs there.
    bool force = false;                 // Whatever budgets say.
    bool begun = false;
  };
  struct Again {  // When decisions asked to be called.
    std::int64_t respond_ms = 0;
    std::int64_t launch_ms = 0;
    std::int64_t return_ms = 0;
  };

  // What is carried over a restart.
  struct Carried {
    std::optional<RespondState> respond;
    std::optional<LaunchState> launch;
    std::optional<ReturnState> returns;
    std::optional<std::int64_t> subscription_checked_ms;
    std::vector<PoolCooling> coolings;
    std::vector<Want> wants;  // In the order in which they came.
    std::vector<Leaver> leavers;
    std::vector<ReplacementReport> reports;            // For respond.
    std::map<std::string, std::int64_t> attempts;      // Numbers of the wants that they are for, by token.
    std::map<std::int64_t, std::int64_t> replaced_by;  // Machine by machine that it made way for.
    std::map<std::int64_t, std::int64_t> kept_until;   // Machines whose drain failed.
    std::set<std::int64_t> written_off;                // Silent machines that respond no longer cares for.
    std::vector<std::int64_t> ended;                   // By us since respond last saw the fleet.
    std::int64_t orders_made = 0;
  };

  void See(const Sight& sight);
  void Hear(const Sight& sight);
  void TellListed(const Sight& sight);
  void Answer(const Sight& sight, Hands& hands);
  void CarryOut(const Sight& sight, Hands& hands, const NodeAction& action);
  void Fill(const Sight& sight, Hands& hands);
  void GiveUp(const Sight& sight, std::int64_t count);
  void Return(const Sight& sight);
  void CarryLaunches(const Sight& sight, Hands& hands);
  void Placed(const Sight& sight, const Want& want);
  bool LiftLimits(Want& want);
  void ReportReady(const Sight& sight, const std::string& launch_id, std::int64_t replacement);
  void End(Hands& hands, std::int64_t machine, std::int64_t replacement);
  void GoOn(const Sight& sight, Hands& hands);

  void RankOffers(const Sight& sight);
  void SortOffers();
  void RankForWaitingPods(const Sight& sight);
  void DescribeNodes(const Sight& sight);
  Want& NewWant(Purpose purpose, std::int64_t nodes, std::int64_t victim);
  std::vector<LaunchCandidate> CandidatesFor(std::optional<Pool> first, std::int64_t nodes) const;
  bool IsLeaving(std::int64_t machine) const;
  Want* WantOf(const Sight& sight, std::int64_t machine);  // That it came of, if that still stands.
  bool IsOrdered(const Sight& sight, std::int64_t machine) { return WantOf(sight, machine) != nullptr; }
  std::int64_t QuietUntil(std::int64_t now_ms) const;  // now_ms where it is not quiet.
  bool MayGo(const Sight& sight, std::int64_t machine);
  std::int64_t OnDemandNodes(const Sight& sight) const;
  bool IsSpare(const Sight& sight, std::int64_t machine) const;
  static std::int64_t ReadyNodes(const Sight& sight, std::int64_t but);  // That are not drained, without that one.
  Leaver* FindLeaver(std::int64_t machine);
  void Stay(const Sight& sight, std::int64_t machine);
  static std::int64_t Outstanding(const Sight& sight, const Want& want);

  const World& world_;
  const ControllerSettings settings_;
  Carried carried_;
  std::vector<std::string> complaints_;

  // Remade at every restart.
  Again again_;
  std::vector<std::int64_t> want_of_order_;           // Numbers of wants, -1: none; by the cloud's order.
  std::vector<int> told_;                             // By machine: the last stage that launch was told.
  std::map<std::int64_t, std::int64_t> told_silent_;  // Machines whose silence respond was told, and of when.

  // Remade at every run.
  std::vector<std::int64_t> alive_;
  // Requests are kept, as most of each stays as it was.
  RespondRequest respond_;  // Offers as the mix ranks them.
  LaunchRequest launch_;
  ReturnToSpotRequest return_;
  std::vector<std::int64_t> described_;      // The machines that its nodes are.
  std::vector<MixStep> first_steps_;         // What is to be launched first, by the mix and for pods that wait.
  std::vector<std::int64_t> ranked_market_;  // What the offers and first_steps_ were made of, as numbers.
  bool wants_changed_ = false;
  bool has_surplus_ = false;              // What is too much goes first.
  std::vector<std::int64_t> seen_fleet_;  // What respond last saw of the fleet, as numbers.
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_DECIDING_CONTROLLER_H_

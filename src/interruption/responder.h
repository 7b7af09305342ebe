// The state machine behind `respond`: hears what happened, judges what is lost together, and acts node by node.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_RESPONDER_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_RESPONDER_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/respond.h"
#include "src/interruption/losses.h"
#include "src/interruption/notes.h"
#include "src/interruption/signals.h"
#include "src/interruption/supply.h"
#include "src/interruption/world.h"
#include "src/market/pool_cooling.h"

namespace spotwright::interruption {

// After this time events are old news, nothing more is tried for a node, and ids are forgotten.
inline constexpr std::int64_t kForgetMs = 3600 * kMsPerSecond;

// Whether [from, to] and a window have a moment in common; the end of the last such window.
std::optional<std::int64_t> QuietWithin(const std::vector<TimeSpan>& windows, std::int64_t from, std::int64_t to);

class Responder {
 public:
  explicit Responder(const RespondRequest& request);

  void Hear();   // What became of launches, events, nodes that are gone. (hear.cc)
  void Judge();  // Pools, zones and subscriptions that go as a whole. (judge.cc)
  void Act();    // Every case takes its next step. (act.cc, rebalance.cc)
  RespondResponse Finish();

 private:
  // A case in the order in which cases are served.
  struct Item {
    NodeCase* of = nullptr;
    const Node* node = nullptr;  // Null: gone.
    int rank = 0;                // Certain ends, suspected ones, silent nodes, those that return, recommendations.
    Load load;
  };

  // hear.cc
  void HearReplacements();
  void HearEvents();
  void HearEvent(const InterruptionEvent& event, std::int64_t at, std::optional<std::int64_t> ends);
  void HearScheduled(const InterruptionEvent& event, const Node& node, std::int64_t at, std::int64_t ends);
  void HearState(const InterruptionEvent& event, const Node& node, std::int64_t at);
  void HearRecommendation(const Node& node, std::int64_t at);
  void SeeVanished();
  std::int64_t NoticeMs(const InterruptionEvent& event) const;
  NodeCase& CaseOf(const Node& node, InterruptionKind kind, std::int64_t at);
  void WillEnd(NodeCase& of, std::int64_t at, std::int64_t ends);
  void Lose(const Pool& pool, const std::string& node, std::int64_t at, bool announced);

  // judge.cc
  void SuspectPools();
  void CoolZones();
  void SeeSuspension();

  // act.cc
  std::vector<Item> Items();
  void PrepareSupply();
  void ActOnCertain(Item& item);
  void ActOnGone(Item& item);
  void ActOnSilent(Item& item);
  void ActOnReturning(Item& item);
  bool Launch(Item& item, bool voluntary);
  void DrainForEnd(Item& item);
  void Cordon(Item& item, bool voluntary);
  void Uncordon(Item& item);
  NodeAction& Do(NodeActionKind kind, const Item& item, std::int64_t begin, std::optional<std::int64_t> deadline);
  void WarnOfQuiet(const Item& item, std::int64_t from, std::int64_t to);
  void Later(std::int64_t at_unix_ms);
  void Close(const NodeCase& of) { closed_.insert(of.node); }
  void Enter(NodeCase& of, CasePhase phase) const;

  // rebalance.cc
  void ActOnRecommendation(Item& item);
  void ReplaceThenDrain(Item& item, bool drains);
  bool MayMoveNow(Item& item);
  bool Pays(const Item& item);
  double OnDemandPrice(const Pool& pool) const;
  bool IsHindered(const Item& item) const;
  bool ReplacementIsInTrouble(const NodeCase& of) const;
  void Keep(Item& item, Note why);

  const RespondRequest& request_;
  const RespondPolicy& policy_;
  const std::int64_t now_;
  World world_;
  std::map<std::string, NodeCase> cases_;                             // By node.
  std::map<std::pair<std::string, std::string>, std::int64_t> seen_;  // When to forget, by id and machine.
  std::set<std::string> closed_;                                      // Cases that are done.
  std::vector<std::int64_t> moves_;                                   // Recommendations acted on.
  std::int64_t moving_ = 0;                                           // Nodes being replaced for them.
  Signals signals_;
  Losses losses_;
  market::PoolCoolings coolings_;
  std::optional<Supply> supply_;
  std::optional<std::int64_t> suspended_;
  bool most_silent_ = false;
  Notes notes_;
  std::array<std::vector<NodeAction>, 8> actions_;  // By kind.
  std::vector<Shortfall> shortfalls_;
  std::optional<std::int64_t> call_again_;
  bool feasible_ = true;
};

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_RESPONDER_H_

// SizingController: how many nodes there are to be, by `scale`, from the load that is read; all else is done by the
// controller that it sizes.
#ifndef SPOTWRIGHT_SRC_BACKTEST_SIZING_CONTROLLER_H_
#define SPOTWRIGHT_SRC_BACKTEST_SIZING_CONTROLLER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/scale.h"
#include "src/backtest/controller.h"

namespace spotwright::backtest {

// Of worlds with a load. The policy's only rule, unless it has some, is that a node takes load_per_node.
class SizingController : public Controller {
 public:
  // The world and the controller must outlive it.
  SizingController(const World& world, ScalePolicy policy, Controller& sized);

  // The load is read once a minute, and whenever something else happens.
  std::int64_t Run(const Sight& sight, Hands& hands) override;
  void Restart() override { sized_.Restart(); }
  const std::vector<std::string>& complaints() const override { return complaints_; }

 private:
  void Size(const Sight& sight);

  ScalePolicy policy_;
  Controller& sized_;
  std::optional<ScaleState> state_;
  std::int64_t nodes_;  // As many as are kept.
  std::int64_t again_ms_ = 0;
  std::vector<std::string> complaints_;
  std::size_t heard_of_sized_ = 0;  // Of its complaints.
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_SIZING_CONTROLLER_H_

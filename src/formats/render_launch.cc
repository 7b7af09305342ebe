#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"
#include "src/model/field.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::size_t kMaxRows = 50;

// Empty for a number that no name belongs to: a response may hold any.
template <typename E>
std::string NameOf(E value) {
  const model::EnumValue* found = model::EnumOf<E>().Find(static_cast<std::int32_t>(value));
  return found == nullptr ? "" : std::string(Words(found->name));
}

void AddActions(const std::vector<LaunchAction>& actions, Document& document) {
  Table table;
  table.columns = {{"Action", Align::kLeft, 6}, {"Order", Align::kLeft, 12}, {"Nodes", Align::kRight}};
  for (const Column& column : PoolColumns()) table.columns.push_back(column);
  table.columns.push_back({"Attempt or instance", Align::kLeft, 12, 1});
  for (std::size_t i = 0; i < actions.size() && i < kMaxRows; ++i) {
    const LaunchAction& action = actions[i];
    std::vector<Text> row = {NameOf(action.kind), action.order, Count(action.nodes)};
    for (Text& cell : PoolCells(action.pool)) row.push_back(std::move(cell));
    row.emplace_back(action.instance.empty() ? action.attempt : action.instance);
    table.rows.push_back(std::move(row));
  }
  document.AddSection("Actions", std::move(table));
  if (actions.size() <= kMaxRows) return;
  document.Add(Paragraph{
      Text(Cat("... and ", Count(static_cast<std::int64_t>(actions.size() - kMaxRows)), " more."), Tone::kFaint)});
}

}  // namespace

Document RenderLaunch(const LaunchResponse& response) {
  Document document;
  document.title = "Launch";
  const auto actions = static_cast<std::int64_t>(response.actions.size());
  document.Add(Verdict(response.feasible, Cat(CountOf(actions, "action.", "actions.")),
                       "an order has failed for now, or is stopped."));
  AddActions(response.actions, document);
  Table orders;
  orders.columns = {{"Order", Align::kLeft, 12},
                    {"Phase", Align::kLeft},
                    {"Nodes", Align::kRight},
                    {"Ready", Align::kRight},
                    {"On the way", Align::kRight, 0, 1},
                    {"Missing", Align::kRight},
                    {"Spot", Align::kRight, 0, 3},
                    {"On-demand", Align::kRight, 0, 2}};
  List why = Sentences(response.reasons);
  for (const LaunchOrderStatus& order : response.orders) {
    if (orders.rows.size() < kMaxRows) {
      // In doubles, as a response that is handed in may hold any numbers.
      const double on_the_way = static_cast<double>(order.in_service_nodes) +
                                static_cast<double>(order.launched_nodes) + static_cast<double>(order.waiting_nodes);
      orders.rows.push_back({order.name, NameOf(order.phase), Count(order.nodes), Count(order.ready_nodes),
                             base::Number(on_the_way), Count(order.missing_nodes), Count(order.spot_nodes),
                             Count(order.on_demand_nodes)});
    }
    List more = Sentences(order.reasons);
    for (auto& item : more.items) why.items.push_back(std::move(item));
  }
  document.AddSection("Orders", std::move(orders));
  document.AddSection("Why", std::move(why));
  return document;
}

}  // namespace spotwright::formats

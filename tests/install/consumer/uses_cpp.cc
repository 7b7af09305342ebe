#include <spotwright/decide_mix.h>

#include <iostream>

int main() {
  spotwright::DecideMixRequest request;
  request.total_units = 10;
  request.policy.on_demand_percentage = 30;
  const auto response = spotwright::DecideMix(request);
  if (!response.ok()) {
    std::cerr << response.error().field << ": " << response.error().message << "\n";
    return 1;
  }
  std::cout << response->target_on_demand_units << " on-demand, " << response->target_spot_units << " spot\n";
  return response->target_on_demand_units == 3 ? 0 : 1;
}

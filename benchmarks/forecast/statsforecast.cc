#include "benchmarks/forecast/statsforecast.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace spotwright::bench {
namespace {

void Shell(const std::string& command) {
  if (std::system(command.c_str()) == 0) return;
  std::fprintf(stderr, "failed: %s\n", command.c_str());
  std::exit(1);
}

}  // namespace

std::vector<PeerForecasts> RunStatsforecast(const std::vector<CompetitionSeries>& series) {
  const std::string program = SPOTWRIGHT_SOURCE_DIR "/benchmarks/peers/statsforecast";
  const std::string folder = SPOTWRIGHT_SOURCE_DIR "/build/statsforecast";
  std::filesystem::create_directories(folder);
  {
    std::ofstream file(folder + "/series.csv");
    file.precision(17);
    for (const CompetitionSeries& one : series) {
      file << one.future.size();
      for (const double value : one.past) file << ',' << value;
      file << '\n';
    }
  }
  Shell("test -x '" + folder + "/venv/bin/python' || python3 -m venv '" + folder + "/venv'");
  Shell("'" + folder + "/venv/bin/pip' install --quiet --disable-pip-version-check -r '" + program +
        "/requirements.txt' 1>&2");
  Shell("NUMBA_NUM_THREADS=1 OMP_NUM_THREADS=1 '" + folder + "/venv/bin/python' '" + program + "/run.py' '" + folder +
        "/series.csv' > '" + folder + "/forecasts.csv'");
  // "model,seconds" and then a line of numbers for each series.
  std::vector<PeerForecasts> peers;
  std::ifstream file(folder + "/forecasts.csv");
  std::string line;
  while (std::getline(file, line)) {
    PeerForecasts& peer = peers.emplace_back();
    const std::size_t comma = line.find(',');
    peer.model = line.substr(0, comma);
    peer.seconds = std::atof(line.c_str() + comma + 1);
    for (std::size_t i = 0; i < series.size() && std::getline(file, line); ++i) {
      std::istringstream cells(line);
      std::vector<double>& forecast = peer.forecasts.emplace_back();
      for (std::string cell; std::getline(cells, cell, ',');) forecast.push_back(std::atof(cell.c_str()));
    }
  }
  return peers;
}

}  // namespace spotwright::bench

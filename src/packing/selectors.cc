#include "src/packing/selectors.h"

#include <algorithm>
#include <utility>

#include "src/base/hash.h"
#include "src/base/text.h"

namespace spotwright::packing {
namespace {

constexpr std::int8_t kNotAsked = -1;

// Text that is the same only for the same selector.
class ScopeText {
 public:
  void Add(std::string_view part) { text_ += base::Cat(part.size(), ":", part); }
  void Add(const LabelSelector& labels) {
    for (const auto& [key, value] : labels.match_labels) {
      Add(key);
      Add(value);
    }
    text_.push_back(';');
    for (const Requirement& requirement : labels.match_expressions) {
      Add(requirement.key);
      text_ += base::Cat(static_cast<std::int64_t>(requirement.op), "(");
      for (const std::string& value : requirement.values) Add(value);
      text_.push_back(')');
    }
  }
  std::string Take() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

Selectors::Selectors(const PackRequest& request) : request_(request) {}

std::size_t Selectors::LabelSetHash::operator()(const Workload* workload) const {
  std::uint64_t hash = base::Mix(1, workload->namespace_name);
  for (const auto& [key, value] : workload->labels) hash = base::Mix(base::Mix(hash, key), value);
  return hash;
}

bool Selectors::LabelSetEqual::operator()(const Workload* a, const Workload* b) const {
  return a->namespace_name == b->namespace_name && a->labels == b->labels;
}

// Keys that the holder itself lacks are left aside (Kubernetes: matchLabelKeys, mismatchLabelKeys).
void Selectors::AddKeys(const Workload& holder, const std::vector<std::string>& keys, RequirementOperator op,
                        Scope& scope) {
  for (const std::string& key : keys) {
    const auto own = holder.labels.find(key);
    if (own != holder.labels.end()) scope.labels.match_expressions.push_back({key, op, {own->second}});
  }
}

std::size_t Selectors::Of(const Workload& holder, const TopologySpread& spread) {
  Scope scope{false, {holder.namespace_name}, spread.selector};
  AddKeys(holder, spread.match_label_keys, RequirementOperator::kIn, scope);
  return Intern(std::move(scope));
}

std::size_t Selectors::Of(const Workload& holder, const PodAffinityTerm& term) {
  Scope scope{false, term.namespaces, term.selector};
  if (term.namespace_selector) {
    scope.everywhere =
        term.namespace_selector->match_labels.empty() && term.namespace_selector->match_expressions.empty();
    for (const Namespace& candidate : request_.namespaces) {
      if (Matches(*term.namespace_selector, candidate.labels)) scope.namespaces.push_back(candidate.name);
    }
    // Without a mention a namespace has no labels; conditions such as not_in hold for it all the same.
    const auto known = [&](const std::string& name) {
      return std::any_of(request_.namespaces.begin(), request_.namespaces.end(),
                         [&](const Namespace& other) { return other.name == name; });
    };
    if (!scope.everywhere && Matches(*term.namespace_selector, Labels{})) {
      for (const Workload& workload : request_.workloads) {
        if (!known(workload.namespace_name)) scope.namespaces.push_back(workload.namespace_name);
      }
    }
  } else if (term.namespaces.empty()) {
    scope.namespaces = {holder.namespace_name};
  }
  std::sort(scope.namespaces.begin(), scope.namespaces.end());
  scope.namespaces.erase(std::unique(scope.namespaces.begin(), scope.namespaces.end()), scope.namespaces.end());
  AddKeys(holder, term.match_label_keys, RequirementOperator::kIn, scope);
  AddKeys(holder, term.mismatch_label_keys, RequirementOperator::kNotIn, scope);
  return Intern(std::move(scope));
}

std::size_t Selectors::Intern(Scope scope) {
  ScopeText text;
  text.Add(scope.everywhere ? "*" : "");
  for (const std::string& name : scope.namespaces) text.Add(name);
  text.Add("/");
  text.Add(scope.labels);
  const auto [found, added] = index_.try_emplace(std::move(text).Take(), scopes_.size());
  if (added) {
    scopes_.push_back(std::move(scope));
    known_.emplace_back();
  }
  return found->second;
}

std::size_t Selectors::LabelSetOf(const Workload& workload) {
  const auto [found, added] = label_set_index_.try_emplace(&workload, label_sets_.size());
  if (added) label_sets_.push_back(&workload);
  return found->second;
}

bool Selectors::Selects(std::size_t selector, std::size_t label_set) const {
  std::vector<std::int8_t>& known = known_[selector];
  if (known.size() <= label_set) known.resize(label_sets_.size(), kNotAsked);
  std::int8_t& answer = known[label_set];
  if (answer == kNotAsked) {
    const Scope& scope = scopes_[selector];
    const Workload& pod = *label_sets_[label_set];
    answer = (scope.everywhere ||
              std::binary_search(scope.namespaces.begin(), scope.namespaces.end(), pod.namespace_name)) &&
             Matches(scope.labels, pod.labels);
  }
  return answer != 0;
}

}  // namespace spotwright::packing

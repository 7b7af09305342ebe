// The labels by which clouds and node provisioners say what a node is.
#ifndef SPOTWRIGHT_SRC_FORMATS_NODE_LABELS_H_
#define SPOTWRIGHT_SRC_FORMATS_NODE_LABELS_H_

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "spotwright/offer.h"

namespace spotwright::formats {

using Labels = std::map<std::string, std::string>;

// The value of the first of these labels that a node has; empty if it has none.
std::string ZoneOf(const Labels& labels);
std::string RegionOf(const Labels& labels);
std::string InstanceTypeOf(const Labels& labels);
std::string GroupOf(const Labels& labels);

// On-demand unless a label says spot: what is not known to be spot is paid at list price.
CapacityType CapacityTypeOf(const Labels& labels);

// The labels of CapacityTypeOf that some of the nodes carry, beside karpenter.sh/capacity-type, which every offer
// implies. New nodes of the same cluster will carry them too, and pods select by them.
std::set<std::string> CapacityLabelKeys(const Labels& labels);

// What a new node has under such a key; empty: the label is absent then.
std::string CapacityLabelValue(std::string_view key, CapacityType capacity_type);

// "us-east-1" of "us-east-1a", "us-west-2" of "us-west-2-lax-1a". Empty if it is no AWS zone.
std::string RegionOfZone(std::string_view zone);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_NODE_LABELS_H_

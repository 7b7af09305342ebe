// The zones to which persistent volumes bind their pods.
#ifndef SPOTWRIGHT_SRC_FORMATS_VOLUME_ZONES_H_
#define SPOTWRIGHT_SRC_FORMATS_VOLUME_ZONES_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/workload.h"
#include "src/formats/json_view.h"
#include "src/formats/kube_objects.h"

namespace spotwright::formats {

// Reads a PersistentVolume: the zones of its node affinity, or else of its labels, as old volumes have them.
KubeVolume ReadKubeVolume(JsonView object, KubeMeta meta);

class VolumeZones {
 public:
  explicit VolumeZones(const KubeObjects& objects);

  // The claims of the replicas that a StatefulSet wants, whether or not their pods exist: one list for each ordinal.
  // O(its claims log all claims).
  std::vector<std::vector<std::string>> ClaimsByOrdinal(const KubeController& stateful_set) const;

  struct Outcome {
    bool unknown_claims = false;  // Some claim is in no document, so its zone is not known.
    bool inexact = false;         // The pods are bound to zones in a way that a Workload cannot say.
  };

  // Binds `workload` to the zones of its pods' claims, one list of claims for each pod.
  //
  // A pod may run where all its volumes are; a workload gets the union over its pods, as one Workload stands for all
  // replicas. That alone would let the packer put all of them into one of these zones, though each volume
  // stays in its own. So where the pods are bound to one zone each and nothing else spreads them, a zone spread with
  // the skew of the volumes is added: with one volume in each zone, the usual case, this says exactly what is so. With
  // uneven counts it is an approximation that may name the wrong one of the zones.
  Outcome Apply(const std::vector<std::vector<std::string>>& claims_by_pod, Workload& workload) const;

 private:
  const KubeVolume* VolumeOf(const std::string& namespace_name, const std::string& claim, bool& known) const;

  std::map<std::pair<std::string, std::string>, const KubeClaim*> claims_;
  std::map<std::string, const KubeVolume*> volumes_;
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_VOLUME_ZONES_H_

package main

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"sigs.k8s.io/karpenter/pkg/test"
)

// readPods reads "count cpu_millicores memory_bytes label rule topology_key selected_label" and returns that many pods.
// A label is "key=value"; "-" stands for none. The rule is none, spread (max skew 1), affinity or anti_affinity, over
// the domains of the key and the pods with the selected label.
//
// The scheduler breaks ties by UID. Here a UID is a hash of the pod's number `first`, `first`+1...: no order of the
// file shines through, and each run is the same.
func readPods(line string, first int) ([]*corev1.Pod, error) {
	var count int
	var cpu, memory int64
	var label, rule, key, selected string
	if _, err := fmt.Sscan(line, &count, &cpu, &memory, &label, &rule, &key, &selected); err != nil {
		return nil, fmt.Errorf("pods %q: %w", line, err)
	}
	options := test.PodOptions{
		ObjectMeta: metav1.ObjectMeta{Labels: labelsOf(label)},
		ResourceRequirements: corev1.ResourceRequirements{Requests: corev1.ResourceList{
			corev1.ResourceCPU:    *resource.NewMilliQuantity(cpu, resource.DecimalSI),
			corev1.ResourceMemory: *resource.NewQuantity(memory, resource.BinarySI),
		}},
	}
	selector := &metav1.LabelSelector{MatchLabels: labelsOf(selected)}
	term := []corev1.PodAffinityTerm{{LabelSelector: selector, TopologyKey: key}}
	switch rule {
	case "none":
	case "spread":
		options.TopologySpreadConstraints = []corev1.TopologySpreadConstraint{{
			MaxSkew:           1,
			TopologyKey:       key,
			WhenUnsatisfiable: corev1.DoNotSchedule,
			LabelSelector:     selector,
		}}
	case "affinity":
		options.PodRequirements = term
	case "anti_affinity":
		options.PodAntiRequirements = term
	default:
		return nil, fmt.Errorf("pods %q: unknown rule %q", line, rule)
	}
	pods := make([]*corev1.Pod, count)
	for i := range pods {
		number := fmt.Sprint(first + i)
		options.ObjectMeta.UID = types.UID(uuid.NewSHA1(uuid.NameSpaceOID, []byte(number)).String())
		pods[i] = test.Pod(options)
	}
	return pods, nil
}

func labelsOf(label string) map[string]string {
	if key, value, found := strings.Cut(label, "="); found {
		return map[string]string{key: value}
	}
	return nil
}

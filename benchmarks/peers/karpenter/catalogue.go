package main

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/cloudprovider/fake"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// What fake.NewInstanceType reserves of each type by itself.
const (
	reservedCPUMillicores = 100
	reservedMemoryBytes   = 10 << 20
)

// readType reads "name cpu_millicores memory_bytes pods pools", where the sizes are what pods may use and pools is a
// list of capacity types, zones and prices per hour like "spot/zone-1/0.31,on-demand/zone-2/0.96".
func readType(line string) (*cloudprovider.InstanceType, error) {
	var name, pools string
	var cpu, memory, pods int64
	if _, err := fmt.Sscan(line, &name, &cpu, &memory, &pods, &pools); err != nil {
		return nil, fmt.Errorf("instance type %q: %w", line, err)
	}
	var offerings []cloudprovider.Offering
	for _, pool := range strings.Split(pools, ",") {
		parts := strings.Split(pool, "/")
		if len(parts) != 3 {
			return nil, fmt.Errorf("instance type %s: pool %q is not capacity type/zone/price", name, pool)
		}
		price, err := strconv.ParseFloat(parts[2], 64)
		if err != nil {
			return nil, fmt.Errorf("instance type %s: %w", name, err)
		}
		offerings = append(offerings, cloudprovider.Offering{
			Available: true,
			Price:     price,
			Requirements: scheduling.NewLabelRequirements(map[string]string{
				v1.CapacityTypeLabelKey:  parts[0],
				corev1.LabelTopologyZone: parts[1],
			}),
		})
	}
	return fake.NewInstanceType(name,
		fake.WithResources(corev1.ResourceList{
			corev1.ResourceCPU:    *resource.NewMilliQuantity(cpu+reservedCPUMillicores, resource.DecimalSI),
			corev1.ResourceMemory: *resource.NewQuantity(memory+reservedMemoryBytes, resource.BinarySI),
			corev1.ResourcePods:   *resource.NewQuantity(pods, resource.DecimalSI),
		}),
		fake.WithOfferings(offerings...)), nil
}

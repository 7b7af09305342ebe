// Command karpenter packs pods with Karpenter's own scheduler, as a peer for the packing benchmark:
//
//	karpenter CATALOGUE PODS
//
// Both are text files with one instance type or one kind of pods a line (see readType and readPods). It prints one
// line, "pods unplaced nodes usd_per_hour seconds". Time is that of Solve alone, as in Karpenter's own benchmark,
// which is also where the set-up comes from: the fake provider and client, one NodePool with wide limits, five
// reconciles at a time. A node costs what its cheapest compatible offering costs: the one Karpenter would ask for.
package main

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/client-go/tools/record"
	"k8s.io/utils/clock"
	fakeclient "sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/log"

	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/cloudprovider/fake"
	"sigs.k8s.io/karpenter/pkg/controllers/provisioning/scheduling"
	"sigs.k8s.io/karpenter/pkg/controllers/state"
	"sigs.k8s.io/karpenter/pkg/events"
	"sigs.k8s.io/karpenter/pkg/operator/injection"
	"sigs.k8s.io/karpenter/pkg/operator/logging"
	"sigs.k8s.io/karpenter/pkg/operator/options"
	"sigs.k8s.io/karpenter/pkg/test"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: karpenter CATALOGUE PODS")
		os.Exit(2)
	}
	log.SetLogger(logging.NopLogger)
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(cataloguePath, podsPath string) error {
	var instanceTypes []*cloudprovider.InstanceType
	err := eachLine(cataloguePath, func(line string) error {
		instanceType, err := readType(line)
		instanceTypes = append(instanceTypes, instanceType)
		return err
	})
	if err != nil {
		return err
	}
	var pods []*corev1.Pod
	err = eachLine(podsPath, func(line string) error {
		more, err := readPods(line, len(pods))
		pods = append(pods, more...)
		return err
	})
	if err != nil {
		return err
	}

	ctx := options.ToContext(injection.WithControllerName(context.Background(), "provisioner"), test.Options())
	scheduler, err := newScheduler(ctx, instanceTypes, pods)
	if err != nil {
		return err
	}
	start := time.Now()
	results, err := scheduler.Solve(ctx, pods)
	if err != nil {
		return err
	}
	seconds := time.Since(start).Seconds()
	cost := 0.0
	for _, node := range results.NewNodeClaims {
		cost += cheapest(node)
	}
	fmt.Printf("%d %d %d %.6f %.6f\n", len(pods), len(results.PodErrors), len(results.NewNodeClaims), cost, seconds)
	return nil
}

func newScheduler(ctx context.Context, instanceTypes []*cloudprovider.InstanceType, pods []*corev1.Pod) (
	*scheduling.Scheduler, error) {
	nodePool := test.NodePool(v1.NodePool{Spec: v1.NodePoolSpec{Limits: v1.Limits{
		corev1.ResourceCPU:    resource.MustParse("10000000"),
		corev1.ResourceMemory: resource.MustParse("10000000Gi"),
	}}})
	nodePools := []*v1.NodePool{nodePool}
	typesOfPool := map[string][]*cloudprovider.InstanceType{nodePool.Name: instanceTypes}
	provider := fake.NewCloudProvider()
	provider.InstanceTypes = instanceTypes
	client := fakeclient.NewFakeClient()
	wallClock := &clock.RealClock{}
	cluster := state.NewCluster(wallClock, client, provider)
	atOnce := scheduling.NumConcurrentReconciles(5)
	topology, err := scheduling.NewTopology(ctx, client, cluster, nil, nodePools, typesOfPool, pods, atOnce)
	if err != nil {
		return nil, err
	}
	return scheduling.NewScheduler(ctx, client, nodePools, cluster, nil, topology, typesOfPool, nil,
		events.NewRecorder(&record.FakeRecorder{}), wallClock, nil, nil, atOnce), nil
}

func cheapest(node *scheduling.NodeClaim) float64 {
	best := math.Inf(1)
	for _, instanceType := range node.InstanceTypeOptions {
		for _, offering := range instanceType.Offerings.Available().Compatible(node.Requirements) {
			best = min(best, offering.Price)
		}
	}
	return best
}

func eachLine(path string, use func(line string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		if err := use(scanner.Text()); err != nil {
			return err
		}
	}
	return scanner.Err()
}

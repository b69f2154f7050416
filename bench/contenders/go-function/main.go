// The everyday case as a function on the Go SDK: workloads whose containers have memory limits get a memory-backed
// volume at /dev/shm, of a part of the largest limit.
package main

import (
	"context"
	"os"

	"github.com/kptdev/krm-functions-sdk/go/fn"
)

// The paths of the PodSpecs, by kind.
var podSpecs = map[string][]string{
	"Pod":         {"spec"},
	"Deployment":  {"spec", "template", "spec"},
	"StatefulSet": {"spec", "template", "spec"},
	"DaemonSet":   {"spec", "template", "spec"},
	"ReplicaSet":  {"spec", "template", "spec"},
	"Job":         {"spec", "template", "spec"},
	"CronJob":     {"spec", "jobTemplate", "spec", "template", "spec"},
}

// InjectShm is the config, as the SDK fills it from a ConfigMap.
type InjectShm struct {
	Data map[string]string
}

func (f *InjectShm) Run(_ *fn.Context, _ *fn.KubeObject, items fn.KubeObjects, results *fn.Results) bool {
	ratio, err := parseRatio(f.Data["ratio"])
	if err != nil {
		results.ErrorE(err)
		return false
	}
	changed := 0
	for _, object := range items {
		path, isWorkload := podSpecs[object.GetKind()]
		if !isWorkload || object.IsLocalConfig() {
			continue
		}
		isChanged, err := inject(object, path, ratio, results)
		if err != nil {
			*results = append(*results, fn.ErrorConfigObjectResult(err, object))
		}
		if isChanged {
			changed++
		}
	}
	if changed > 0 {
		results.Infof("changed %d workloads", changed)
	}
	return results.ExitCode() == 0
}

func main() {
	if err := fn.AsMain(fn.WithContext(context.Background(), &InjectShm{})); err != nil {
		os.Exit(1)
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kptdev/krm-functions-sdk/go/fn"
	"k8s.io/apimachinery/pkg/api/resource"
)

const (
	volumeName = "dshm"
	mountPath  = "/dev/shm"
	recordName = "inject-shm.dev/injected"
	mebibyte   = 1 << 20
	// The runtime gives so much to each pod.
	usual = 64 * mebibyte
)

type emptyDir struct {
	Medium    string `json:"medium" yaml:"medium"`
	SizeLimit string `json:"sizeLimit" yaml:"sizeLimit"`
}

type volume struct {
	Name     string   `json:"name" yaml:"name"`
	EmptyDir emptyDir `json:"emptyDir" yaml:"emptyDir"`
}

type mount struct {
	Name      string `json:"name" yaml:"name"`
	MountPath string `json:"mountPath" yaml:"mountPath"`
}

type record struct {
	Version     int                  `json:"v"`
	Annotations string               `json:"annotations,omitempty"`
	Pods        map[string]podRecord `json:"pods"`
}

type podRecord struct {
	Volume  string   `json:"volume"`
	Size    string   `json:"size"`
	Mounts  []string `json:"mounts"`
	Created []string `json:"created,omitempty"`
}

// inject changes a workload, and says whether it did.
func inject(object *fn.KubeObject, path []string, ratio float64, results *fn.Results) (bool, error) {
	spec, found, err := object.NestedSubObject(path...)
	if err != nil || !found {
		return false, err
	}
	containers := append(slices.Clone(spec.GetSlice("initContainers")), spec.GetSlice("containers")...)
	if slices.ContainsFunc(containers, isMounted) {
		return false, nil
	}
	limit, of, err := largestLimit(spec.GetSlice("containers"))
	if err != nil {
		return false, err
	}
	bytes := int64(float64(limit.Value())*ratio) / mebibyte * mebibyte
	if bytes <= usual {
		return false, nil
	}
	size := resource.NewQuantity(bytes, resource.BinarySI).String()
	done := podRecord{Volume: volumeName, Size: size}
	for _, list := range []string{"initContainers", "containers"} {
		for _, container := range spec.GetSlice(list) {
			name := container.GetString("name")
			isNew, err := add(container, "volumeMounts", mount{volumeName, mountPath})
			if err != nil {
				return false, err
			}
			done.Mounts = append(done.Mounts, name)
			if isNew {
				done.Created = append(done.Created, fmt.Sprintf("%s[%s].volumeMounts", list, name))
			}
		}
	}
	volumes := spec.GetSlice("volumes")
	isNew, err := add(&spec, "volumes", volume{volumeName, emptyDir{"Memory", size}})
	if err != nil {
		return false, err
	}
	if isNew {
		done.Created = append(done.Created, "volumes")
	}
	if err := annotate(object, strings.Join(path, "."), done); err != nil {
		return false, err
	}
	message := fmt.Sprintf("`/dev/shm` of %s: %g × %s (limit of container %q)", size, ratio, limit.String(), of)
	*results = append(*results, injected(object, path, len(volumes), message))
	return true, nil
}

func isMounted(container *fn.SubObject) bool {
	return slices.ContainsFunc(container.GetSlice("volumeMounts"), func(each *fn.SubObject) bool {
		return each.GetString("mountPath") == mountPath
	})
}

// largestLimit is the largest memory limit, and the name of the container that has it.
func largestLimit(containers fn.SliceSubObjects) (largest resource.Quantity, of string, err error) {
	for _, container := range containers {
		text, found, err := container.NestedString("resources", "limits", "memory")
		if err != nil {
			return largest, of, err
		}
		if !found {
			continue
		}
		limit, err := resource.ParseQuantity(text)
		if err != nil {
			return largest, of, fmt.Errorf("memory limit %q: %w", text, err)
		}
		if limit.Cmp(largest) > 0 {
			largest, of = limit, container.GetString("name")
		}
	}
	return largest, of, nil
}

// add appends a value to a list, and says whether the list is new.
func add(object *fn.SubObject, list string, value any) (bool, error) {
	element, err := fn.NewFromTypedObject(value)
	if err != nil {
		return false, err
	}
	there, found, err := object.NestedSlice(list)
	if err != nil {
		return false, err
	}
	return !found, object.SetSlice(append(there, &element.SubObject), list)
}

// annotate records what was done.
func annotate(object *fn.KubeObject, place string, done podRecord) error {
	made := record{Version: 1, Pods: map[string]podRecord{place: done}}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(object.GetAnnotations())), isAuthors) {
		made.Annotations = "created"
	}
	text, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return object.SetAnnotation(recordName, string(text))
}

// isAuthors says whether an annotation stays when the orchestrator takes its own back.
func isAuthors(name string) bool {
	domain, _, _ := strings.Cut(name, "/")
	return !strings.HasSuffix(domain, "config.kubernetes.io") && domain != "config.k8s.io"
}

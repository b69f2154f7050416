package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kptdev/krm-functions-sdk/go/fn"
)

// parseRatio reads the config's only field; half, if it is not given.
func parseRatio(text string) (float64, error) {
	if text == "" {
		return 0.5, nil
	}
	ratio, err := strconv.ParseFloat(text, 64)
	if err != nil || ratio <= 0 || ratio > 1 {
		return 0, fmt.Errorf("`ratio` must be in (0, 1], got %q", text)
	}
	return ratio, nil
}

func injected(object *fn.KubeObject, path []string, at int, message string) *fn.Result {
	return &fn.Result{
		Message:  message,
		Severity: fn.Info,
		ResourceRef: &fn.ResourceRef{
			APIVersion: object.GetAPIVersion(),
			Kind:       object.GetKind(),
			Name:       object.GetName(),
			Namespace:  object.GetNamespace(),
		},
		Field: &fn.Field{Path: fmt.Sprintf("%s.volumes[%d]", strings.Join(path, "."), at)},
		File:  &fn.File{Path: object.PathAnnotation(), Index: object.IndexAnnotation()},
		Tags:  map[string]string{"code": "injected"},
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"sigs.k8s.io/yaml"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
)

// Reads a JSON list of texts; prints for each what sigs.k8s.io/yaml and kyaml (kpt, kustomize) understand.
func main() {
	in, _ := io.ReadAll(os.Stdin)
	var texts []string
	if err := json.Unmarshal(in, &texts); err != nil {
		panic(err)
	}
	out := make([]map[string]string, len(texts))
	for i, text := range texts {
		out[i] = map[string]string{"sigs": "error", "kyaml": "error"}
		if b, err := yaml.YAMLToJSON([]byte(text)); err == nil {
			out[i]["sigs"] = string(b)
		}
		if n, err := kyaml.Parse(text); err == nil {
			if b, err := n.MarshalJSON(); err == nil {
				out[i]["kyaml"] = string(b)
			}
		}
	}
	b, _ := json.Marshal(out)
	fmt.Println(string(b))
}

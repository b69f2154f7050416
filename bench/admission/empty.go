// A webhook that answers nothing, as cheaply as it can be had: the floor of all webhooks. Prints its port.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
)

type review struct {
	APIVersion string    `json:"apiVersion"`
	Kind       string    `json:"kind"`
	Request    *request  `json:"request,omitempty"`
	Response   *response `json:"response,omitempty"`
}

type request struct {
	UID string `json:"uid"`
}

type response struct {
	UID     string `json:"uid"`
	Allowed bool   `json:"allowed"`
}

func answer(w http.ResponseWriter, r *http.Request) {
	var call review
	if err := json.NewDecoder(r.Body).Decode(&call); err != nil || call.Request == nil {
		http.Error(w, "no AdmissionReview", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(review{
		APIVersion: call.APIVersion,
		Kind:       call.Kind,
		Response:   &response{UID: call.Request.UID, Allowed: true},
	})
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	folder := os.Args[1]
	panic(http.ServeTLS(listener, http.HandlerFunc(answer), folder+"/tls.crt", folder+"/tls.key"))
}

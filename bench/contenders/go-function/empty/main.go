// An empty program: what Go itself takes to start.
package main

func main() {}

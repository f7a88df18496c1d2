module playmesh/load

go 1.25.0

require (
	golang.org/x/net v0.58.0
	google.golang.org/protobuf v1.36.12
)

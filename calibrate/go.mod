module crossroads/calibrate

go 1.26.0

require (
	crossroads v0.0.0
	golang.org/x/sync v0.24.0
	gonum.org/v1/gonum v0.16.0
)

require (
	github.com/go-json-experiment/json v1.27.2 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/yuin/goldmark v1.8.7 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

replace crossroads => ../

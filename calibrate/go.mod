module crossroads/calibrate

go 1.26.0

require crossroads v0.0.0

require (
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/yuin/goldmark v1.8.7 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace crossroads => ../

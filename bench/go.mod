module crossroads/bench

go 1.26.0

"""Files on disk: safe reading and writing, and results kept between builds."""

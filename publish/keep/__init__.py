"""Files and folders: the one door to what is on disk, and what is kept between builds."""

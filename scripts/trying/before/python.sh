# The project is beside the folder that one works in.
cd ..

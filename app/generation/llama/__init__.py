"""A quantised language model on this machine: a GGUF file, run by llama.cpp in a process apart."""

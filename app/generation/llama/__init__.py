"""A quantised language model on this machine: one GGUF file, run by llama.cpp in a process apart."""

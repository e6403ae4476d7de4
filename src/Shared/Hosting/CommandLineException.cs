namespace NsmPS.Hosting;

/// <summary>The program cannot be started as it was asked to.</summary>
internal sealed class CommandLineException(string message) : Exception(message);

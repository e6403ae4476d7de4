namespace NsmPS.Console;

/// <summary>Exit codes of the process; a script's own <c>exit N</c> goes before all of them.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>Bad options or no such script: EX_USAGE of sysexits.h, which pwsh uses too.</summary>
    public const int Usage = 64;

    /// <summary>128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGTERM.</summary>
    public const int Terminated = 143;
}

namespace NsmPS.Lab.Protocol;

/// <summary>A request that one stand-in refused or could not carry out; the message is what its peer sees.</summary>
internal sealed class LabException : Exception
{
    public LabException()
    {
    }

    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace NsmPS.Sandbox.Exec;

internal sealed record ShownInterface(int Index, string Label, string Flags, int Mtu, string Mac, string? Address, int Length)
{
    private const int SingleLength = 32;

    /// <summary>Whether its address is in no network.</summary>
    public bool IsSingle => Length == SingleLength;

    public string Name => Label.Split('@')[0];
}

namespace NsmPS.Sandbox.Exec;

internal sealed record ShownInterface(int Index, string Label, string Flags, int Mtu, string Mac, string? Address, int Length)
{
    public string Name => Label.Split('@')[0];
}

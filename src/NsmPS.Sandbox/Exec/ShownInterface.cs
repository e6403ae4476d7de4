namespace NsmPS.Sandbox.Exec;

/// <summary>One interface as <c>ip</c> shows it.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Label">Its name, with the other end's where that is shown.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Mtu">Its MTU.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Address">Its IPv4 address; null for none.</param>
/// <param name="Length">The length of its prefix.</param>
internal sealed record ShownInterface(int Index, string Label, string Flags, int Mtu, string Mac, string? Address, int Length)
{
    public string Name => Label.Split('@')[0];
}

namespace NsmPS.E2E.World;

/// <summary>When a class has its turn, or a test within its class; without one it comes last. What leaves the mesh that the next needs
/// comes before it. Every test runs alone as well.</summary>
/// <param name="turn">The lowest number comes first.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TurnAttribute(int turn) : Attribute
{
    public int Turn { get; } = turn;
}

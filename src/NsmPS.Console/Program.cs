namespace NsmPS.Console; internal static class Program { private static int Main() => 0; }
